package io.bestiary.datasets.image;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

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

    private static final List<String> SPLITS = List.of("train", "test", "val");

    public ImageFolder {
        Labelled.checkShare("test", test);
        Labelled.checkShare("validation", validation);
    }

    @Override
    public ImageData open(DataFolders folders) {
        if (!Files.isDirectory(path)) {
            throw new DataException(path + ": must be a folder with a folder of pictures for each class, found "
                    + (Files.exists(path) ? "a file" : "nothing there"));
        }
        boolean given = has("train") && (has("test") || has("val"));
        if (given) {
            refuseOtherFolders();
        }
        ClassFolders all = ClassFolders.find(given ? path.resolve("train") : path);
        List<Path> files = new ArrayList<>(all.files());
        Labelled train = all.examples(path);
        List<Labelled> afterTest = given && has("test")
                ? List.of(train, split("test", all.classes(), files))
                : train.divide(test, splitSeed, "test");
        train = afterTest.get(0);
        List<Labelled> afterValidation = given && has("val")
                ? List.of(train, split("val", all.classes(), files))
                : train.divide(validation, splitSeed, "validation");
        return ImageData.of(
                afterValidation.get(0), afterValidation.get(1), afterTest.get(1), all.classes(), sha256(files));
    }

    private boolean has(String name) {
        return Files.isDirectory(path.resolve(name));
    }

    private void refuseOtherFolders() {
        for (Path other : PictureFiles.in(path)) {
            if (Files.isDirectory(other) && !SPLITS.contains(other.getFileName().toString())) {
                throw new DataException(other + ": must be one of the splits " + SPLITS + ", as they lie beside it");
            }
        }
    }

    private Labelled split(String name, List<String> classes, List<Path> files) {
        ClassFolders split = ClassFolders.find(path.resolve(name), classes);
        files.addAll(split.files());
        return split.examples(path);
    }

    private String sha256(List<Path> files) {
        SortedMap<String, String> hashes = new ConcurrentSkipListMap<>();
        files.parallelStream().forEach(file -> {
            try {
                hashes.put(PictureFiles.name(path, file), Sha256.of(file));
            } catch (IOException e) {
                throw new DataException(file + ": must be a picture, it cannot be read: " + e.getMessage(), e);
            }
        });
        return Sha256.ofFiles(hashes);
    }
}
