package io.bestiary.datasets.image;

import io.bestiary.datasets.DataFolders;
import java.util.List;

/**
 * A public data set with a test split of its own. Validation pictures are taken from the training split, class by class.
 *
 * @param name {@code digits}, {@code mnist} or {@code fashion-mnist}
 * @param validation share of the training split to validate on, 0 to 0.9; with 0 there is no validation split
 * @param splitSeed what the choice of validation pictures is a function of
 */
public record NamedImages(String name, double validation, long splitSeed) implements ImageSpec {
    /** What a recipe need not say; the name it must. */
    public static final NamedImages DEFAULTS = new NamedImages(null, 0.1, 0);

    static final List<String> NAMES = List.of("digits", "mnist", "fashion-mnist");

    public NamedImages {
        ImageSpec.share("validation", validation);
    }

    @Override
    public ImageData open(DataFolders folders) {
        throw new UnsupportedOperationException();
    }
}
