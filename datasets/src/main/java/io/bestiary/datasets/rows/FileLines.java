package io.bestiary.datasets.rows;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file of lines in UTF-8, packed with gzip or not; a line ends with LF or CR LF, and nothing else ends one.
 *
 * @param sha256 hash of the content, unpacked
 */
public record FileLines(Path file, List<String> lines, String sha256) {

    /**
     * Reads a file.
     *
     * @throws DataException naming the file, and the line that is not UTF-8
     */
    public static FileLines read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": must be a file of text, found "
                    + (Files.isDirectory(file) ? "a folder" : "nothing there"));
        }
        boolean packed = file.toString().endsWith(".gz");
        byte[] bytes;
        String hash;
        try (InputStream stream = Files.newInputStream(file);
                InputStream content = packed ? new GZIPInputStream(stream) : stream) {
            bytes = content.readAllBytes();
            hash = Sha256.of(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new DataException(
                    file + ": must be " + (packed ? "a whole gzip file" : "readable") + ", found " + e.getMessage(), e);
        }
        return new FileLines(file, lines(bytes, file.toString()), hash);
    }

    /**
     * The lines of a text in UTF-8.
     *
     * @param name what messages call it
     */
    public static List<String> lines(byte[] bytes, String name) {
        List<String> lines = new ArrayList<>();
        int from = startsWithMark(bytes) ? 3 : 0;
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int length = end - from - (end > from && bytes[end - 1] == '\r' ? 1 : 0);
            try {
                lines.add(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, from, length))
                        .toString());
            } catch (CharacterCodingException e) {
                throw new DataException(name + ":" + (lines.size() + 1) + ": must be UTF-8", e);
            }
            from = end + 1;
        }
        return lines;
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    /** Where a line is, counted from 0, for messages. */
    public String place(int line) {
        return file + ":" + (line + 1);
    }
}
