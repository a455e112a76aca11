package io.bestiary.datasets.image;

import io.bestiary.datasets.DataFolders;
import java.nio.file.Path;

/**
 * A folder of pictures with a folder for each class.
 *
 * <p>The classes are the folders' names in sorted order; all pictures at any depth below one belong to it. Hidden files
 * are passed over; any other file below a class folder must be a picture by its ending. Where the folder holds
 * {@code train} and at least one of {@code test} and {@code val}, those are the splits and hold the class folders. A
 * split that is not given is taken from the training pictures, class by class: first test, then validation.
 *
 * @param path the folder
 * @param test share to test on if there is no folder {@code test}, 0 to 0.9
 * @param validation share of the remaining pictures to validate on if there is no folder {@code val}, 0 to 0.9; with 0
 *     there is no validation split
 * @param splitSeed what these choices are a function of
 */
public record ImageFolder(Path path, double test, double validation, long splitSeed) implements ImageSpec {
    /** What a recipe need not say; the path it must. */
    public static final ImageFolder DEFAULTS = new ImageFolder(null, 0.2, 0.1, 0);

    public ImageFolder {
        ImageSpec.share("test", test);
        ImageSpec.share("validation", validation);
    }

    @Override
    public ImageData open(DataFolders folders) {
        throw new UnsupportedOperationException();
    }
}
