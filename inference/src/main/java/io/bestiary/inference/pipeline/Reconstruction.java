package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;

/**
 * A picture drawn again.
 *
 * @param picture in the network's size
 * @param error mean squared difference to the original in that size, of values in [0, 1]
 */
public record Reconstruction(PixelImage picture, double error) {}
