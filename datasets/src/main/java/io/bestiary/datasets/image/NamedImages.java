package io.bestiary.datasets.image;

import io.bestiary.datasets.Catalog;
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
    static final List<String> NAMES = List.of("digits", "mnist", "fashion-mnist");
    static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    /** As the makers of Fashion-MNIST call them. */
    private static final List<String> CLOTHES = List.of(
            "t-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot");

    /** What a recipe need not say; the name it must. */
    public static final NamedImages DEFAULTS = new NamedImages(null, 0.1, 0);

    public NamedImages {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
        Labelled.checkShare("validation", validation);
    }

    @Override
    public ImageData open(DataFolders folders) {
        return switch (name) {
            case "digits" -> Digits.open(validation, splitSeed);
            case "mnist" -> idx(folders, DIGITS);
            case "fashion-mnist" -> idx(folders, CLOTHES);
            default -> throw new IllegalStateException(name);
        };
    }

    private ImageData idx(DataFolders folders, List<String> classes) {
        return MnistFolder.open(folders.open(Catalog.find(name)), classes, validation, splitSeed);
    }
}
