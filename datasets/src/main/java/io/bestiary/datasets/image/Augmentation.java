package io.bestiary.datasets.image;

import java.util.SplittableRandom;

/** Random changes to training pictures that leave their class as it is. */
public record Augmentation(int shift, int cropPadding, double flip, double rotation, double erasing) {
    public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0);
    public static final Augmentation DEFAULTS = NONE;

    /** Changes a picture; the result has the same size. */
    public PixelImage apply(PixelImage image, SplittableRandom random) {
        throw new UnsupportedOperationException();
    }
}
