package io.bestiary.datasets.image;

/** Changes between grey and colour. */
final class Colours {

    private Colours() {}

    /** Luma of ITU-R BT.601, in the whole numbers that Pillow uses: (19595 R + 38470 G + 7471 B) / 65536. */
    static PixelImage grey(PixelImage image) {
        if (image.channels() == 1) {
            return image;
        }
        byte[] colour = image.pixels();
        byte[] grey = new byte[colour.length / 3];
        for (int i = 0, at = 0; i < grey.length; i++, at += 3) {
            int luma = 19595 * (colour[at] & 0xff) + 38470 * (colour[at + 1] & 0xff) + 7471 * (colour[at + 2] & 0xff);
            grey[i] = (byte) ((luma + 0x8000) >> 16);
        }
        return new PixelImage(image.width(), image.height(), 1, grey);
    }

    static PixelImage colour(PixelImage image) {
        if (image.channels() == 3) {
            return image;
        }
        byte[] grey = image.pixels();
        byte[] colour = new byte[grey.length * 3];
        for (int i = 0; i < colour.length; i++) {
            colour[i] = grey[i / 3];
        }
        return new PixelImage(image.width(), image.height(), 3, colour);
    }
}
