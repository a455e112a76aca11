package io.bestiary.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;

/** SHA-256 in lower-case hexadecimal. */
public final class Sha256 {

    private Sha256() {}

    /** Hashes the rest of a stream. */
    public static String of(InputStream stream) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return hex(digest);
    }

    /** Hashes a file. */
    public static String of(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return of(stream);
        }
    }

    /** Hashes what a gzip file holds. */
    public static String ofUnpacked(Path file) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            return of(stream);
        }
    }

    /**
     * Hashes what a file of text holds: unpacked, where its name ends in {@code .gz}.
     *
     * @throws DataException if it cannot be read
     */
    public static String ofText(Path file) {
        try {
            return file.toString().endsWith(".gz") ? ofUnpacked(file) : of(file);
        } catch (IOException e) {
            throw new DataException(file + ": must be readable, found " + e.getMessage(), e);
        }
    }

    /**
     * Hashes many files by their hashes: the hash of the text that {@code sha256sum} prints for them.
     *
     * @param hashes hash of each file by its name
     */
    public static String ofFiles(SortedMap<String, String> hashes) {
        MessageDigest digest = digest();
        for (Map.Entry<String, String> file : hashes.entrySet()) {
            String line = file.getValue() + "  " + file.getKey() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
