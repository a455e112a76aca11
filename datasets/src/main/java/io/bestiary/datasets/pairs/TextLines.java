package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataException;
import java.io.BufferedInputStream;
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

/** The lines of a UTF-8 file, packed with gzip or not. */
final class TextLines {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private TextLines() {}

    /**
     * Reads all lines; a line ends with LF or CR LF, and nothing else ends one.
     *
     * @throws DataException naming the file, and the line that is no UTF-8
     */
    static List<String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    file + ": must be a file, found " + (Files.isDirectory(file) ? "a folder" : "nothing"));
        }
        try (InputStream stream = open(file)) {
            return lines(stream.readAllBytes(), file.toString());
        } catch (IOException e) {
            throw new DataException(
                    file + ": must be " + (packed(file) ? "a whole gzip file" : "readable") + ", found "
                            + e.getMessage(),
                    e);
        }
    }

    private static boolean packed(Path file) {
        return file.toString().endsWith(".gz");
    }

    private static InputStream open(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file));
        return packed(file) ? new GZIPInputStream(stream, 1 << 16) : stream;
    }

    /** The lines of a text in UTF-8. */
    static List<String> lines(byte[] bytes, String name) {
        List<String> lines = new ArrayList<>();
        int from = startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
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
        return bytes.length >= BYTE_ORDER_MARK.length
                && java.util.Arrays.equals(bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
    }
}
