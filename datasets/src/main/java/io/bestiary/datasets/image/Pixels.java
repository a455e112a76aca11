package io.bestiary.datasets.image;

import java.awt.image.BufferedImage;

final class Pixels {
    private Pixels() {}

    static PixelImage of(BufferedImage image) {
        throw new UnsupportedOperationException();
    }

    static BufferedImage toBufferedImage(PixelImage image) {
        throw new UnsupportedOperationException();
    }
}
