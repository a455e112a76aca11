package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;
import java.util.List;

/**
 * What a network drew.
 *
 * @param picture of a network that draws points, a plot of the point
 * @param label name of its class; empty where no class can be asked for
 * @param point its coordinates; empty but for a network that draws points
 */
public record Drawing(PixelImage picture, String label, List<Double> point) {

    public Drawing {
        point = List.copyOf(point);
    }
}
