package io.bestiary.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where data sets lie: each in {@code <folder>/<name>/}, in its original files. */
public final class DataFolders {
    private final List<Path> folders;
    private final Download download;

    /**
     * Looks in the folders in turn.
     *
     * @param folders at least one; downloads go to the last
     */
    public DataFolders(List<Path> folders) {
        this(folders, new Download(Download.offline()));
    }

    DataFolders(List<Path> folders, Download download) {
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("folders: must be at least one, got none");
        }
        this.folders = List.copyOf(folders);
        this.download = download;
    }

    /**
     * The usual folders: the one given, else that of the environment variable BESTIARY_DATA; then the user's cache.
     *
     * @param explicit folder of the user's choice, or null
     * @throws DataException if that folder does not exist
     */
    public static DataFolders of(Path explicit) {
        return new DataFolders(usual(explicit, System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    static List<Path> usual(Path explicit, Map<String, String> environment, Path home) {
        List<Path> folders = new ArrayList<>();
        String variable = environment.getOrDefault("BESTIARY_DATA", "");
        if (explicit != null) {
            if (!Files.isDirectory(explicit)) {
                throw new DataException(explicit + ": must be a folder of data sets, found "
                        + (Files.exists(explicit) ? "a file" : "nothing"));
            }
            folders.add(explicit);
        } else if (!variable.isBlank()) {
            folders.add(Path.of(variable));
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        folders.add((cache.isBlank() ? home.resolve(".cache") : Path.of(cache)).resolve("bestiary"));
        return folders;
    }

    /** The folders, in the order in which they are looked in; downloads go to the last. */
    public List<Path> folders() {
        return folders;
    }

    /** The folder with all files of a data set, unverified; empty where they would have to be downloaded. */
    public Optional<Path> find(NamedSet set) {
        return folders.stream()
                .map(folder -> folder.resolve(set.name()))
                .filter(folder -> set.files().stream().allMatch(file -> Files.exists(folder.resolve(file.name()))))
                .findFirst();
    }

    /**
     * The folder with all files of a data set, each verified; they are downloaded if need be.
     *
     * @throws DataException if a file differs from what was published or cannot be downloaded
     */
    public Path open(NamedSet set) {
        Path folder = find(set).orElseGet(() -> download(set));
        for (RemoteFile file : set.files()) {
            verify(folder.resolve(file.name()), file);
        }
        return folder;
    }

    private Path download(NamedSet set) {
        Path folder = folders.get(folders.size() - 1).resolve(set.name());
        download.fetch(set, folder);
        return folder;
    }

    private static void verify(Path path, RemoteFile file) {
        String found;
        try {
            found = file.packed() ? Sha256.ofUnpacked(path) : Sha256.of(path);
        } catch (IOException e) {
            throw new DataException(
                    path + ": must be " + (file.packed() ? "a whole gzip file" : "readable") + ", found "
                            + e.getMessage(),
                    e);
        }
        if (!found.equals(file.sha256())) {
            throw new DataException(path + ": its content must have SHA-256 " + file.sha256() + ", found " + found
                    + " (remove the file to have it downloaded again)");
        }
    }
}
