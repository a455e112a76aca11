package io.bestiary.training.metric;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** White space as Python's {@code str.split()} sees it. */
final class Spaces {
    private static final Pattern RUN = Pattern.compile("[\\s\\x1c-\\x1f]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END = Pattern.compile("[\\s\\x1c-\\x1f]+\\z", Pattern.UNICODE_CHARACTER_CLASS);

    private Spaces() {}

    /** The runs of other characters. */
    static List<String> split(String text) {
        return Arrays.stream(RUN.split(text)).filter(word -> !word.isEmpty()).toList();
    }

    /** The text without any. */
    static String without(String text) {
        return RUN.matcher(text).replaceAll("");
    }

    /** The text without those at its end. */
    static String stripEnd(String text) {
        return END.matcher(text).replaceAll("");
    }
}
