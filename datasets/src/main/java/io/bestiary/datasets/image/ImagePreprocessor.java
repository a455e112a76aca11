package io.bestiary.datasets.image;

import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What every picture goes through in training and in serving: colour, size, and standardised values. All of it is Java,
 * so that every engine sees the same bytes.
 *
 * @param height rows of the result
 * @param width pixels in a row of the result
 * @param channels 1 for grey, 3 for colour
 * @param mean for each channel, of values in [0, 1]
 * @param deviation for each channel, standard deviation of values in [0, 1]
 * @param resize how pictures of another size come to this one
 */
public record ImagePreprocessor(
        int height, int width, int channels, List<Double> mean, List<Double> deviation, Resize resize) {
    private static final int MOST = 4096;

    public ImagePreprocessor {
        check("height", height);
        check("width", width);
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels: must be 1 or 3, got " + channels);
        }
        if (mean.size() != channels || !mean.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("mean: must be " + channels + " numbers, got " + mean);
        }
        if (deviation.size() != channels || !deviation.stream().allMatch(value -> value > 0 && value < 1e6)) {
            throw new IllegalArgumentException("deviation: must be " + channels + " numbers above 0, got " + deviation);
        }
        Objects.requireNonNull(resize, "resize");
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    private static void check(String key, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(key + ": must be between 1 and " + MOST + ", got " + value);
        }
    }

    /**
     * Finds mean and deviation, of the population, on the training pictures as they are after resizing.
     *
     * @throws DataException if a picture cannot be read, or all of them are of one colour
     */
    public static ImagePreprocessor fitted(
            Dataset<LabelledImage> train, int height, int width, int channels, Resize resize) {
        List<Double> zeros = Collections.nCopies(channels, 0.0);
        List<Double> ones = Collections.nCopies(channels, 1.0);
        ImagePreprocessor plain = new ImagePreprocessor(height, width, channels, zeros, ones, resize);
        // Whole numbers: exact, so the order of the pictures does not matter.
        long[] sums = new long[channels];
        long[] squares = new long[channels];
        for (int i = 0; i < train.size(); i++) {
            byte[] pixels = plain.fit(train.get(i).image()).pixels();
            for (int c = 0; c < channels; c++) {
                for (int at = c; at < pixels.length; at += channels) {
                    long value = pixels[at] & 0xff;
                    sums[c] += value;
                    squares[c] += value * value;
                }
            }
        }
        double count = (double) train.size() * height * width;
        List<Double> mean = new ArrayList<>();
        List<Double> deviation = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double average = sums[c] / count;
            double variance = squares[c] / count - average * average;
            if (!(variance > 0)) {
                throw new DataException("the " + train.size() + " training pictures must differ, found channel " + c
                        + " to have one value throughout");
            }
            mean.add(average / 255);
            deviation.add(Math.sqrt(variance) / 255);
        }
        return new ImagePreprocessor(height, width, channels, mean, deviation, resize);
    }

    /** Brings a picture to the channels, height and width of this preprocessor. */
    public PixelImage fit(PixelImage image) {
        // Colour to grey before resizing, grey to colour after it: either way the resizing has less to do.
        PixelImage fitted = channels == 1 ? Colours.grey(image) : image;
        if (fitted.height() != height || fitted.width() != width) {
            fitted = Resampler.resize(fitted, height, width, resize);
        }
        return channels == 3 ? Colours.colour(fitted) : fitted;
    }

    /**
     * Writes the standardised values of a fitted picture, (H, W, C) -> (C, H, W).
     *
     * @param fitted what {@link #fit} gave, changed by augmentation or not
     * @param offset where to begin in the target
     */
    public void normalize(PixelImage fitted, float[] target, int offset) {
        byte[] pixels = fitted.pixels();
        int at = offset;
        for (int c = 0; c < channels; c++) {
            float scale = (float) (1 / (255 * deviation.get(c)));
            float bias = (float) (-mean.get(c) / deviation.get(c));
            for (int i = c; i < pixels.length; i += channels) {
                target[at++] = (pixels[i] & 0xff) * scale + bias;
            }
        }
    }

    /** All at once: the standardised values of any picture, (C, H, W). */
    public float[] apply(PixelImage image) {
        float[] values = new float[channels * height * width];
        normalize(fit(image), values, 0);
        return values;
    }

    /** Shape of one result: (C, H, W). */
    public Shape shape() {
        return new Shape(channels, height, width);
    }
}
