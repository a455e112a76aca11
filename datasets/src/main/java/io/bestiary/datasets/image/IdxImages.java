package io.bestiary.datasets.image;

import io.bestiary.datasets.DataFolders;
import java.nio.file.Path;

/**
 * A folder in the layout of MNIST: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
 * {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}, each as it is or packed ({@code .gz}). Classes are
 * called by their numbers.
 *
 * @param path the folder
 * @param validation share of the training split to validate on, 0 to 0.9; with 0 there is no validation split
 * @param splitSeed what the choice of validation pictures is a function of
 */
public record IdxImages(Path path, double validation, long splitSeed) implements ImageSpec {
    /** What a recipe need not say; the path it must. */
    public static final IdxImages DEFAULTS = new IdxImages(null, 0.1, 0);

    public IdxImages {
        Labelled.checkShare("validation", validation);
    }

    @Override
    public ImageData open(DataFolders folders) {
        return MnistFolder.open(path, null, validation, splitSeed);
    }
}
