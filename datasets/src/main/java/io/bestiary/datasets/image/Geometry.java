package io.bestiary.datasets.image;

import java.util.Arrays;

/** Moves the pixels of a picture; what comes from outside it is black. */
final class Geometry {

    private Geometry() {}

    /** Lays the picture on black of the given size, its corner at (top, left), which may be negative. */
    static PixelImage translate(PixelImage image, int height, int width, int top, int left) {
        int channels = image.channels();
        byte[] pixels = new byte[height * width * channels];
        int from = Math.max(0, left);
        int count = (Math.min(width, left + image.width()) - from) * channels;
        if (count > 0) {
            for (int y = Math.max(0, top); y < Math.min(height, top + image.height()); y++) {
                int source = ((y - top) * image.width() + from - left) * channels;
                System.arraycopy(image.pixels(), source, pixels, (y * width + from) * channels, count);
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    /** Exchanges left and right. */
    static PixelImage flip(PixelImage image) {
        return Orientation.apply(image, 2);
    }

    /** Turns the picture about its middle, counter-clockwise, bilinear. */
    static PixelImage rotate(PixelImage image, double degrees) {
        int width = image.width();
        int height = image.height();
        int channels = image.channels();
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        byte[] pixels = new byte[image.pixels().length];
        int at = 0;
        for (int row = 0; row < height; row++) {
            double dy = row - (height - 1) / 2.0;
            for (int column = 0; column < width; column++) {
                double dx = column - (width - 1) / 2.0;
                double x = cos * dx - sin * dy + (width - 1) / 2.0;
                double y = sin * dx + cos * dy + (height - 1) / 2.0;
                for (int c = 0; c < channels; c++) {
                    pixels[at++] = (byte) (int) (bilinear(image, x, y, c) + 0.5);
                }
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    private static double bilinear(PixelImage image, double x, double y, int channel) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double bottom = y - top;
        return (1 - bottom) * ((1 - right) * at(image, left, top, channel) + right * at(image, left + 1, top, channel))
                + bottom
                        * ((1 - right) * at(image, left, top + 1, channel)
                                + right * at(image, left + 1, top + 1, channel));
    }

    private static int at(PixelImage image, int x, int y, int channel) {
        boolean inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
        return inside ? image.pixels()[(y * image.width() + x) * image.channels() + channel] & 0xff : 0;
    }

    /** Blackens a rectangle. */
    static PixelImage erase(PixelImage image, int top, int left, int height, int width) {
        byte[] pixels = image.pixels().clone();
        for (int y = top; y < top + height; y++) {
            int from = (y * image.width() + left) * image.channels();
            Arrays.fill(pixels, from, from + width * image.channels(), (byte) 0);
        }
        return new PixelImage(image.width(), image.height(), image.channels(), pixels);
    }
}
