package io.bestiary.datasets.text;

import java.util.stream.IntStream;

/**
 * Puts tokens together one at a time: the pieces make the text that {@link Tokenizer#decode} makes of all. A character that
 * is cut over several tokens waits for the last of them. The work does not grow with the text.
 */
public final class Detokenizer {
    /** A character has at most so many bytes. */
    private static final int LONGEST = 4;

    private final Tokenizer tokenizer;
    private int[] before = new int[0];
    private int[] waiting = new int[0];

    public Detokenizer(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What the token adds to the text, empty while a character is not whole. */
    public String add(int token) {
        waiting = IntStream.concat(IntStream.of(waiting), IntStream.of(token)).toArray();
        String piece = piece();
        if (piece.endsWith("\uFFFD") && waiting.length < LONGEST) {
            return "";
        }
        if (!piece.isEmpty()) {
            before = waiting;
        }
        waiting = new int[0];
        return piece;
    }

    /** What is left at the end of the text. */
    public String end() {
        String piece = piece();
        waiting = new int[0];
        return piece;
    }

    /** The tokens before are decoded with those that wait, as words have a space between them. */
    private String piece() {
        String known = tokenizer.decode(before);
        String all = tokenizer.decode(
                IntStream.concat(IntStream.of(before), IntStream.of(waiting)).toArray());
        return all.startsWith(known) ? all.substring(known.length()) : tokenizer.decode(waiting);
    }
}
