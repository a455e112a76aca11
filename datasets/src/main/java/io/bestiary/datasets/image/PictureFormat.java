package io.bestiary.datasets.image;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of files that hold pictures, known by their first bytes. */
enum PictureFormat {
    JPEG("JPEG"),
    PNG("PNG"),
    GIF("GIF"),
    BMP("BMP"),
    TIFF("TIFF"),
    WEBP("WebP");

    private static final Pattern ENDING = Pattern.compile("jpg|jpeg|jpe|jfif|png|gif|bmp|tif|tiff|webp");

    private final String title;

    PictureFormat(String title) {
        this.title = title;
    }

    /** The kinds in words, for messages. */
    static String all() {
        return String.join(
                ", ", Arrays.stream(values()).map(PictureFormat::toString).toList());
    }

    /** Whether a file's name ends as those of pictures do. */
    static boolean hasEnding(Path file) {
        return ENDING.matcher(ending(file)).matches();
    }

    /** What follows the last dot of a file's name, in lower case; empty without a dot. */
    static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Finds the kind by the first bytes, at least 12 where there are as many. */
    static Optional<PictureFormat> of(byte[] head) {
        String text = new String(head, 0, Math.min(12, head.length), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        if (text.startsWith("BM")) {
            return Optional.of(BMP);
        }
        if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
            return Optional.of(TIFF);
        }
        if (text.startsWith("RIFF") && text.endsWith("WEBP")) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }

    /** What bytes that are no picture look like, in words. */
    static String describe(byte[] head) {
        if (head.length == 0) {
            return "an empty file";
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("%PDF")) {
            return "PDF";
        }
        if (text.startsWith("ftyp", 4)) {
            return text.startsWith("avif", 8) ? "AVIF" : "HEIC or a film";
        }
        return isText(head)
                ? "text"
                : "bytes " + HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(8, head.length));
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        try {
            // The cut may have split the last character.
            int end = head.length;
            while (end > 0 && end > head.length - 4 && head[end - 1] < 0) {
                end--;
            }
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head, 0, end));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
