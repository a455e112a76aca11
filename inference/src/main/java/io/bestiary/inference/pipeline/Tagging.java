package io.bestiary.inference.pipeline;

import java.util.List;

/**
 * The words of a text and the tag of each.
 *
 * @param tokens in the order of the text
 */
public record Tagging(List<Token> tokens) {

    public Tagging {
        tokens = List.copyOf(tokens);
    }

    /**
     * One word.
     *
     * @param start where it begins in the text, in UTF-16 units; of words that were given, in the text that they make with
     *     a space between
     * @param end where it ends, exclusive
     * @param tag its most probable tag
     * @param probability of the tag
     */
    public record Token(String token, int start, int end, String tag, double probability) {}
}
