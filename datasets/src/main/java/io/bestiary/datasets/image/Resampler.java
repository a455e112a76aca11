package io.bestiary.datasets.image;

import java.util.Arrays;

/**
 * Changes the size of pictures with a triangle filter over half-pixel centres, as wide as the scale: bilinear when
 * growing, an area average when shrinking. The same function as {@code interpolate(mode="bilinear",
 * align_corners=False, antialias=True)} of PyTorch; rounded once, at the end.
 */
final class Resampler {

    /** One axis: output i is the weighted sum of the inputs from first[i] on. */
    private static final class Axis {
        final int[] first;
        final float[][] weights;

        /** Outputs [from, from + count) of an axis resized from in to out. */
        Axis(int in, int out, int from, int count) {
            double scale = (double) in / out;
            double support = Math.max(scale, 1);
            first = new int[count];
            weights = new float[count][];
            for (int i = 0; i < count; i++) {
                double center = (from + i + 0.5) * scale;
                int low = Math.max(0, (int) (center - support + 0.5));
                int high = Math.min(in, (int) (center + support + 0.5));
                first[i] = low;
                weights[i] = triangle(low, high, center, support);
            }
        }

        private static float[] triangle(int low, int high, double center, double support) {
            double[] raw = new double[high - low];
            double sum = 0;
            for (int j = 0; j < raw.length; j++) {
                raw[j] = Math.max(0, 1 - Math.abs((low + j + 0.5 - center) / support));
                sum += raw[j];
            }
            float[] weights = new float[raw.length];
            for (int j = 0; j < raw.length; j++) {
                weights[j] = (float) (raw[j] / sum);
            }
            return weights;
        }

        int begin() {
            return first[0];
        }

        int end() {
            return first[first.length - 1] + weights[first.length - 1].length;
        }
    }

    private Resampler() {}

    static PixelImage resize(PixelImage image, int height, int width, Resize mode) {
        double tall = (double) height / image.height();
        double wide = (double) width / image.width();
        double scale = mode == Resize.CROP ? Math.max(tall, wide) : Math.min(tall, wide);
        return switch (mode) {
            case STRETCH -> window(image, height, width, height, width);
            case CROP ->
                window(
                        image,
                        Math.max(height, scaled(image.height(), scale)),
                        Math.max(width, scaled(image.width(), scale)),
                        height,
                        width);
            case PAD -> {
                int rows = Math.min(height, scaled(image.height(), scale));
                int columns = Math.min(width, scaled(image.width(), scale));
                yield center(window(image, rows, columns, rows, columns), height, width);
            }
        };
    }

    private static int scaled(int size, double scale) {
        return Math.max(1, (int) Math.round(size * scale));
    }

    /** The middle (height, width) of the picture resized to (fullHeight, fullWidth). */
    private static PixelImage window(PixelImage image, int fullHeight, int fullWidth, int height, int width) {
        Axis columns = new Axis(image.width(), fullWidth, (fullWidth - width) / 2, width);
        Axis rows = new Axis(image.height(), fullHeight, (fullHeight - height) / 2, height);
        int channels = image.channels();
        float[][] narrow = new float[rows.end() - rows.begin()][];
        for (int y = 0; y < narrow.length; y++) {
            narrow[y] = row(image, rows.begin() + y, columns);
        }
        byte[] pixels = new byte[height * width * channels];
        float[] sums = new float[width * channels];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0.5f);
            for (int j = 0; j < rows.weights[y].length; j++) {
                add(sums, narrow[rows.first[y] - rows.begin() + j], rows.weights[y][j]);
            }
            int at = y * sums.length;
            for (int i = 0; i < sums.length; i++) {
                pixels[at + i] = (byte) (int) Math.min(255, sums[i]);
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    private static float[] row(PixelImage image, int y, Axis columns) {
        int channels = image.channels();
        byte[] pixels = image.pixels();
        float[] row = new float[columns.first.length * channels];
        for (int x = 0; x < columns.first.length; x++) {
            float[] weights = columns.weights[x];
            int from = (y * image.width() + columns.first[x]) * channels;
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int j = 0, at = from + c; j < weights.length; j++, at += channels) {
                    sum += weights[j] * (pixels[at] & 0xff);
                }
                row[x * channels + c] = sum;
            }
        }
        return row;
    }

    private static void add(float[] sums, float[] row, float weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * row[i];
        }
    }

    private static PixelImage center(PixelImage image, int height, int width) {
        int top = (height - image.height()) / 2;
        int left = (width - image.width()) / 2;
        return Geometry.translate(image, height, width, top, left);
    }
}
