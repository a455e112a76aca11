package io.bestiary.datasets.image;

import io.bestiary.datasets.Splits;
import java.util.List;

/**
 * Pictures with classes, opened: nothing is decoded until an example is asked for.
 *
 * @param classes names, by label
 * @param trainLabels label of each example of the training split
 * @param validationLabels label of each example of the validation split
 * @param testLabels label of each example of the test split
 * @param sha256 hash of the original files: what {@code sha256sum} makes of the list that it prints for them, sorted by
 *     name, unpacked where they are packed with gzip
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record ImageData(
        Splits<LabelledImage> splits,
        List<String> classes,
        int[] trainLabels,
        int[] validationLabels,
        int[] testLabels,
        String sha256) {

    public ImageData {
        classes = List.copyOf(classes);
    }

    static ImageData of(Labelled train, Labelled validation, Labelled test, List<String> classes, String sha256) {
        return new ImageData(
                new Splits<>(train.data(), validation.data(), test.data()),
                classes,
                train.labels(),
                validation.labels(),
                test.labels(),
                sha256);
    }
}
