package io.bestiary.datasets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Brings the files of public data sets to this machine, or says how to bring them by hand. */
public final class Download {
    private final boolean offline;

    /** Makes a downloader; one that is offline refuses to touch the network. */
    public Download(boolean offline) {
        this.offline = offline;
    }

    /** Whether the user forbids downloads: environment variable OFFLINE=true, or system property offline. */
    public static boolean offline() {
        String property = System.getProperty("offline", "false");
        return "true".equalsIgnoreCase(System.getenv("OFFLINE")) || !property.equalsIgnoreCase("false");
    }

    /**
     * Downloads the files of a data set that the folder lacks. A file gets its name when it is whole and its SHA-256 is
     * right; until then it lies beside it with the ending {@code .part}, and a transfer that broke off goes on there.
     *
     * @throws DataException if that fails; the message lists the files and where to put them by hand
     */
    public void fetch(NamedSet set, Path folder) {
        List<RemoteFile> missing = set.files().stream()
                .filter(file -> !Files.exists(folder.resolve(file.name())))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        if (offline) {
            throw new DataException(set.name() + ": not found on this machine, and downloads are switched off (OFFLINE)"
                    + byHand(missing, folder));
        }
        if (missing.stream().anyMatch(file -> file.address() == null)) {
            throw new DataException(set.name() + ": not found on this machine, and no public address serves these very"
                    + " files (home page: " + set.source() + ")" + byHand(missing, folder));
        }
        for (RemoteFile file : missing) {
            try {
                Files.createDirectories(folder);
                Transfer.fetch(file, folder);
            } catch (IOException e) {
                throw new DataException(
                        set.name() + ": cannot download " + file.name() + " into " + folder + ": " + reason(e)
                                + byHand(missing, folder),
                        e);
            }
        }
    }

    private static String byHand(List<RemoteFile> missing, Path folder) {
        StringBuilder text = new StringBuilder("; to put the files there by hand, bring these into " + folder + ":");
        for (RemoteFile file : missing) {
            text.append(String.format(Locale.ROOT, "%n  %s (%,d bytes)", file.name(), file.size()))
                    .append(file.address() == null ? "" : String.format("%n    from %s", file.address()))
                    .append(String.format("%n    SHA-256 of %s: %s", file.contentName(), file.sha256()));
        }
        return text.toString();
    }

    private static String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "no such host, or no network: " + e.getMessage();
        }
        if (e instanceof ConnectException) {
            return "no connection";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission to write";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in the way: " + e.getMessage();
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.getMessage();
    }
}
