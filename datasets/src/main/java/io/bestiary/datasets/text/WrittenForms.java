package io.bestiary.datasets.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SentencePiece writes for characters before it cuts a text, such as {@code fi} for a ligature: a trie of what is
 * replaced, in the double array of Darts-clone, and behind it what is written instead.
 *
 * <p>Of a cluster of characters in fewer than six bytes its shortest beginning that is known decides, as in Hugging Face's
 * library; others are looked up one by one.
 */
final class WrittenForms {
    private static final Pattern CLUSTER = Pattern.compile("\\X");
    private static final int SHORT = 6;

    private final byte[] file;
    private final int[] units;
    private final int texts;

    /** A character of the text as it is cut, and where it comes from. */
    record Letter(int c, int start, int end) {}

    private WrittenForms(byte[] file) {
        this.file = file;
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int size = file.length < Integer.BYTES ? -1 : bytes.getInt();
        if (size < Integer.BYTES || size % Integer.BYTES != 0 || size > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "normalizer/precompiled_charsmap: must begin with the size of its trie, got " + size);
        }
        this.units = new int[size / Integer.BYTES];
        bytes.asIntBuffer().get(units);
        this.texts = Integer.BYTES + size;
    }

    /**
     * Reads what tokenizer.json carries.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    static WrittenForms of(String base64) {
        return new WrittenForms(Base64.getDecoder().decode(base64));
    }

    String toBase64() {
        return Base64.getEncoder().encodeToString(file);
    }

    /** The letters of a text as it is cut; without forms, as it is. */
    static List<Letter> letters(String text, Optional<WrittenForms> forms) {
        List<Letter> letters = new ArrayList<>();
        Matcher clusters = CLUSTER.matcher(text);
        while (forms.isPresent() && clusters.find()) {
            forms.get().add(text, clusters.start(), clusters.end(), letters);
        }
        if (forms.isEmpty()) {
            asWritten(text, 0, text.length(), letters);
        }
        return letters;
    }

    private void add(String text, int from, int to, List<Letter> letters) {
        Optional<String> all = text.substring(from, to).getBytes(StandardCharsets.UTF_8).length < SHORT
                ? find(text.substring(from, to))
                : Optional.empty();
        if (all.isPresent()) {
            replace(text, from, to, all.get(), letters);
            return;
        }
        int next;
        for (int at = from; at < to; at = next) {
            next = text.offsetByCodePoints(at, 1);
            Optional<String> one = find(text.substring(at, next));
            if (one.isPresent()) {
                replace(text, at, next, one.get(), letters);
            } else {
                asWritten(text, at, next, letters);
            }
        }
    }

    private static void asWritten(String text, int from, int to, List<Letter> letters) {
        replace(text, from, to, text.substring(from, to), letters);
    }

    /** Letter by letter; those that are more come of the last. */
    private static void replace(String text, int from, int to, String written, List<Letter> letters) {
        int at = from;
        for (int c : written.codePoints().toArray()) {
            letters.add(new Letter(c, at, text.offsetByCodePoints(at, 1)));
            at = text.offsetByCodePoints(at, 1) < to ? text.offsetByCodePoints(at, 1) : at;
        }
    }

    private Optional<String> find(String part) {
        int node = offset(units[0]);
        for (byte each : part.getBytes(StandardCharsets.UTF_8)) {
            node ^= each & 0xff;
            int unit = each == 0 ? 0 : unit(node);
            if ((unit & 0x800000ff) != (each & 0xff) || each == 0) {
                return Optional.empty();
            }
            node ^= offset(unit);
            if ((unit >>> 8 & 1) == 1) {
                return Optional.of(text(unit(node) & 0x7fffffff));
            }
        }
        return Optional.empty();
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 0x200) >>> 6);
    }

    private int unit(int node) {
        if (node < 0 || node >= units.length) {
            throw new IllegalArgumentException(
                    "normalizer/precompiled_charsmap: must point into its trie of " + units.length + ", got " + node);
        }
        return units[node];
    }

    private String text(int place) {
        int from = texts + place;
        int to = from;
        while (to >= texts && to < file.length && file[to] != 0) {
            to++;
        }
        if (to < texts || to >= file.length) {
            throw new IllegalArgumentException(
                    "normalizer/precompiled_charsmap: must point to what is written instead, got " + place);
        }
        return new String(file, from, to - from, StandardCharsets.UTF_8);
    }
}
