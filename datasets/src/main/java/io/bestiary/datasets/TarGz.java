package io.bestiary.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Reads archives of the ustar kind, packed with gzip. */
public final class TarGz {
    private static final int BLOCK = 512;

    private TarGz() {}

    /**
     * All plain files of an archive, in memory, by name.
     *
     * @throws DataException if it is not a whole archive of plain files and folders
     */
    public static SortedMap<String, byte[]> read(Path archive) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (InputStream input = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            while (true) {
                byte[] header = exactly(input, BLOCK);
                if (header[0] == 0) {
                    return files;
                }
                String name = text(header, 0, 100);
                long size = Long.parseLong(text(header, 124, 12).strip(), 8);
                char kind = (char) header[156];
                if (kind != '0' && kind != 0 && kind != '5') {
                    throw new DataException(
                            archive + ": " + name + ": must be a plain file or a folder, found kind " + kind);
                }
                byte[] content = exactly(input, Math.toIntExact(size));
                exactly(input, (int) ((BLOCK - size % BLOCK) % BLOCK));
                if (kind != '5') {
                    files.put(name.startsWith("./") ? name.substring(2) : name, content);
                }
            }
        } catch (IOException | NumberFormatException | ArithmeticException e) {
            throw new DataException(
                    archive + ": must be a whole tar.gz archive, found it broken: " + e.getMessage(), e);
        }
    }

    private static byte[] exactly(InputStream input, int size) throws IOException {
        byte[] bytes = input.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("it ends too early");
        }
        return bytes;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }
}
