package io.bestiary.datasets;

import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_PARTIAL;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** One file's way over HTTP: it goes on where the last transfer stopped, as long as the server can. */
final class Transfer {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int HTTP_RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+)");

    private final RemoteFile file;
    private final Path part;

    private Transfer(RemoteFile file, Path part) {
        this.file = file;
        this.part = part;
    }

    /**
     * Downloads a file into a folder.
     *
     * @throws IOException with a message for the user
     */
    static void fetch(RemoteFile file, Path folder) throws IOException {
        Path part = folder.resolve(file.name() + ".part");
        Transfer transfer = new Transfer(file, part);
        boolean whole = false;
        while (!whole) {
            long before = transfer.arrived();
            whole = transfer.run();
            if (!whole && transfer.arrived() <= before) {
                throw new IOException("the transfer broke off at " + transfer.arrived()
                        + " bytes; run the command again to go on from there");
            }
        }
        transfer.verify();
        move(part, folder.resolve(file.name()));
    }

    private long arrived() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** Asks for what has not arrived yet; returns whether the file is whole. */
    private boolean run() throws IOException {
        long had = arrived();
        HttpURLConnection connection =
                (HttpURLConnection) file.address().toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (had > 0) {
            connection.setRequestProperty("Range", "bytes=" + had + "-");
        }
        try {
            int status = connection.getResponseCode();
            Matcher range = CONTENT_RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
            if (had > 0 && status == HTTP_RANGE_NOT_SATISFIABLE) {
                if (range.matches() && Long.parseLong(range.group(2)) == had) {
                    return true;
                }
                // What lies here is not the beginning of that file.
                Files.delete(part);
                return run();
            }
            if (status == HTTP_PARTIAL && range.matches() && String.valueOf(had).equals(range.group(1))) {
                return receive(connection, had, Long.parseLong(range.group(2)));
            }
            if (status == HTTP_OK) {
                return receive(connection, 0, connection.getContentLengthLong());
            }
            throw new IOException("the server must answer 200, got " + status + " from " + file.address());
        } finally {
            connection.disconnect();
        }
    }

    /** Writes the answer behind the bytes it goes on from; total is -1 if the server does not say it. */
    private boolean receive(HttpURLConnection connection, long from, long total) throws IOException {
        OpenOption mode = from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
                TransferProgress progress = TransferProgress.start(file.name(), from, total < 0 ? file.size() : total);
                InputStream in = connection.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            long at = from;
            while (true) {
                int count = read(in, buffer);
                if (count <= 0) {
                    return count == 0 && (at == total || total < 0);
                }
                out.write(buffer, 0, count);
                at += count;
                progress.reached(at);
            }
        }
    }

    /** Returns the number of bytes read, 0 at the end, or -1 if the connection broke off. */
    private static int read(InputStream in, byte[] buffer) {
        try {
            return Math.max(0, in.read(buffer));
        } catch (IOException e) {
            return -1;
        }
    }

    private void verify() throws IOException {
        String found;
        try {
            found = file.packed() ? Sha256.ofUnpacked(part) : Sha256.of(part);
        } catch (ZipException | EOFException e) {
            found = "no whole gzip file";
        }
        if (!found.equals(file.sha256())) {
            Files.delete(part);
            throw new IOException("its content must have SHA-256 " + file.sha256() + ", found " + found + " at "
                    + file.address() + "; nothing was kept of it");
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }
}
