package io.bestiary.training.recipe;

/** Puts what a user wrote into a message: one line, without control characters, not too long. */
final class Quote {
    private static final int LONGEST_VALUE = 60;

    private Quote() {}

    /** The text in quotation marks, its middle left out where it is long. */
    static String quoted(String text) {
        return '"' + oneLine(text, LONGEST_VALUE) + '"';
    }

    static String oneLine(String text, int longest) {
        String part = text.length() <= longest
                ? text
                : text.substring(0, longest / 2) + "..." + text.substring(text.length() - longest / 2);
        StringBuilder line = new StringBuilder();
        part.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                case '\r' -> line.append("\\r");
                default -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                        line.append(String.format("\\u%04x", c));
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
        });
        return line.toString();
    }
}
