package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.PictureFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files that a command's arguments mean: files, folders with all that is in them, globs, and {@code -}. */
public final class InputFiles {
    /** Standard input. */
    static final Path STDIN = Path.of("-");

    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private InputFiles() {}

    /**
     * Lists the files, in the order of the arguments, those of a folder or a glob sorted by path.
     *
     * @throws DataException naming the first argument that means nothing that is there
     */
    public static List<Path> find(List<String> arguments) {
        return arguments.stream().flatMap(InputFiles::find).toList();
    }

    private static Stream<Path> find(String argument) {
        try {
            Path path = Path.of(argument);
            if (path.equals(STDIN)) {
                return Stream.of(STDIN);
            }
            if (Files.isDirectory(path)) {
                return below(path);
            }
            if (Files.exists(path)) {
                return Stream.of(path);
            }
        } catch (InvalidPathException e) {
            if (!GLOB.matcher(argument).find()) {
                throw new DataException(argument + ": no such file or folder", e);
            }
        }
        if (GLOB.matcher(argument).find()) {
            return matches(argument);
        }
        throw new DataException(argument + ": no such file or folder");
    }

    private static Stream<Path> below(Path folder) {
        List<Path> files = PictureFiles.below(folder);
        if (files.isEmpty()) {
            throw new DataException(folder + ": must hold files, found none");
        }
        return files.stream();
    }

    /** For shells that leave globs alone, and for quoted ones, which may match more files than a command line holds. */
    private static Stream<Path> matches(String glob) {
        String before = glob.substring(0, firstWild(glob));
        int slash = before.lastIndexOf('/');
        Path root = slash < 0 ? Path.of("") : slash == 0 ? Path.of("/") : Path.of(before.substring(0, slash));
        String pattern = glob.substring(slash + 1);
        if (!Files.isDirectory(root)) {
            throw new DataException(glob + ": no such folder: " + root);
        }
        try (Stream<Path> files = Files.walk(root)) {
            PathMatcher matcher = root.getFileSystem().getPathMatcher("glob:" + pattern);
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(root.relativize(file)))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new DataException(glob + ": matches no file");
            }
            return found.stream();
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(root + ": cannot be listed: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new DataException(glob + ": must be a glob: " + e.getMessage(), e);
        }
    }

    private static int firstWild(String glob) {
        Matcher matcher = GLOB.matcher(glob);
        return matcher.find() ? matcher.start() : glob.length();
    }

    /** The size of all files, in bytes; of standard input nothing is known. */
    public static long bytes(List<Path> files) {
        return files.stream()
                .mapToLong(file -> file.equals(STDIN) ? 0 : file.toFile().length())
                .sum();
    }
}
