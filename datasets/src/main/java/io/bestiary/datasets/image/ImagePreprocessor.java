package io.bestiary.datasets.image;

import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.Dataset;
import java.util.List;

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

    /** Finds mean and deviation on the training pictures as they are after resizing. */
    public static ImagePreprocessor fitted(
            Dataset<LabelledImage> train, int height, int width, int channels, Resize resize) {
        throw new UnsupportedOperationException();
    }

    /** Brings a picture to the channels, height and width of this preprocessor. */
    public PixelImage fit(PixelImage image) {
        throw new UnsupportedOperationException();
    }

    /** Writes the standardised values of a fitted picture, (H, W, C) -> (C, H, W), from the offset on. */
    public void normalize(PixelImage fitted, float[] target, int offset) {
        throw new UnsupportedOperationException();
    }

    /** All at once: the standardised values of any picture, (C, H, W). */
    public float[] apply(PixelImage image) {
        throw new UnsupportedOperationException();
    }

    /** Shape of one result: (C, H, W). */
    public Shape shape() {
        return new Shape(channels, height, width);
    }
}
