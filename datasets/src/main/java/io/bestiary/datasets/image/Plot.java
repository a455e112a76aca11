package io.bestiary.datasets.image;

import java.util.Arrays;
import java.util.List;

/** Puts pictures together and draws points, as pictures. */
public final class Plot {
    private static final int GAP = 2;
    private static final int SIDE = 256;

    private Plot() {}

    /** Pictures of one size and kind side by side, row after row, with a grey gap between them. */
    public static PixelImage grid(List<PixelImage> pictures, int columns) {
        PixelImage first = pictures.get(0);
        int channels = first.channels();
        int rows = (pictures.size() + columns - 1) / columns;
        int width = columns * (first.width() + GAP) + GAP;
        int height = rows * (first.height() + GAP) + GAP;
        byte[] pixels = new byte[width * height * channels];
        Arrays.fill(pixels, (byte) 128);
        for (int i = 0; i < pictures.size(); i++) {
            PixelImage picture = pictures.get(i);
            int left = GAP + i % columns * (first.width() + GAP);
            int top = GAP + i / columns * (first.height() + GAP);
            for (int y = 0; y < first.height(); y++) {
                System.arraycopy(
                        picture.pixels(),
                        y * first.width() * channels,
                        pixels,
                        ((top + y) * width + left) * channels,
                        first.width() * channels);
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    /**
     * Points of the plane, dark on white, a pixel each.
     *
     * @param points (N, 2)
     * @param reach how far the picture reaches from the middle
     */
    public static PixelImage points(double[][] points, double reach) {
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, (byte) 255);
        for (double[] point : points) {
            int x = (int) Math.floor((point[0] / reach + 1) / 2 * SIDE);
            int y = (int) Math.floor((1 - point[1] / reach) / 2 * SIDE);
            if (x >= 0 && y >= 0 && x < SIDE && y < SIDE) {
                pixels[y * SIDE + x] = 0;
            }
        }
        return new PixelImage(SIDE, SIDE, 1, pixels);
    }
}
