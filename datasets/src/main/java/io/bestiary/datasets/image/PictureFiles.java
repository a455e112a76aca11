package io.bestiary.datasets.image;

import io.bestiary.datasets.DataException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds files, but hidden ones, in an order that does not depend on the file system. */
public final class PictureFiles {

    private PictureFiles() {}

    /** Whether a file's name ends as those of pictures do. */
    public static boolean isPicture(Path file) {
        return PictureFormat.hasEnding(file);
    }

    /**
     * All files below a folder, at any depth, whatever they are, sorted by path.
     *
     * @throws DataException if a folder cannot be read, or holds a link to one that it lies in
     */
    public static List<Path> below(Path folder) {
        return find(folder, Integer.MAX_VALUE).stream()
                .filter(path -> !Files.isDirectory(path))
                .toList();
    }

    /** The files and folders in a folder, sorted by name. */
    static List<Path> in(Path folder) {
        return find(folder, 1);
    }

    private static List<Path> find(Path folder, int depth) {
        try (Stream<Path> paths = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(path -> !path.equals(folder) && !isHidden(folder, path))
                    .sorted(Comparator.comparing(path -> name(folder, path)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(folder + ": must be a folder that can be read, found " + e.getMessage(), e);
        }
    }

    private static boolean isHidden(Path folder, Path path) {
        String name = name(folder, path);
        return name.startsWith(".") || name.contains("/.");
    }

    /** The path of a file below a folder, with slashes on every system. */
    static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(File.separatorChar, '/');
    }
}
