package io.bestiary.training.cli;

import java.util.Locale;

/** Numbers of bytes, and of operations, for people. */
final class Bytes {
    private static final long STEP = 1000;

    private Bytes() {}

    /** Such as 44.6 MB. */
    static String of(long bytes) {
        return scaled(bytes, "B");
    }

    /** Such as 1.81 G. */
    static String scaled(long number, String unit) {
        String[] prefixes = {"", "k", "M", "G", "T"};
        double rest = number;
        int prefix = 0;
        while (rest >= STEP && prefix < prefixes.length - 1) {
            rest /= STEP;
            prefix++;
        }
        String digits = prefix == 0 ? Long.toString(number) : String.format(Locale.ROOT, "%.3g", rest);
        return digits + " " + prefixes[prefix] + unit;
    }
}
