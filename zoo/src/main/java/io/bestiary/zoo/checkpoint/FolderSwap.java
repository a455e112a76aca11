package io.bestiary.zoo.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Puts a folder in the place of another, so that a crash at any instant leaves a whole one: under its name, or, between
 * the two renames, under {@code <name>.previous}.
 */
final class FolderSwap {

    private FolderSwap() {}

    /** Writes the files of a folder. */
    interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /** Where the folder that was replaced goes. */
    static Path previous(Path folder) {
        return sibling(folder, "%s.previous");
    }

    /**
     * Writes a folder beside the place, brings it to the disk and renames it into the place.
     *
     * @throws CheckpointException naming the folder and the reason; what was in the place is still there
     */
    static void replace(Path folder, Content content) {
        Path writing = sibling(folder, ".%s.writing");
        Path removing = sibling(folder, ".%s.removing");
        try {
            Files.createDirectories(writing.getParent());
            delete(writing);
            delete(removing);
            Files.createDirectory(writing);
            content.writeTo(writing);
            syncAll(writing);
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(previous(folder), LinkOption.NOFOLLOW_LINKS)) {
                    rename(previous(folder), removing);
                }
                rename(folder, previous(folder));
            }
            rename(writing, folder);
            syncFolder(writing.getParent());
            delete(removing);
        } catch (IOException | UncheckedIOException | CheckpointException e) {
            deleteAfter(e, writing);
            throw refusal(folder, e);
        }
    }

    private static CheckpointException refusal(Path folder, Exception failure) {
        Throwable cause = failure instanceof IOException ? failure : failure.getCause();
        return cause instanceof IOException refused
                ? CheckpointException.of(folder, "written", refused)
                : new CheckpointException(failure.getMessage(), failure);
    }

    private static Path sibling(Path folder, String pattern) {
        Path absolute = folder.toAbsolutePath().normalize();
        return absolute.resolveSibling(String.format(Locale.ROOT, pattern, absolute.getFileName()));
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void syncAll(Path folder) throws IOException {
        for (Path path : walk(folder)) {
            if (Files.isDirectory(path)) {
                syncFolder(path);
            } else {
                sync(path, StandardOpenOption.WRITE);
            }
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) { // which opens no folders
            sync(folder, StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (Path path : walk(folder)) {
                Files.delete(path);
            }
        }
    }

    private static void deleteAfter(Exception failure, Path folder) {
        try {
            delete(folder);
        } catch (IOException | UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The folder and all in it, what is inner first; links are not followed. */
    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
