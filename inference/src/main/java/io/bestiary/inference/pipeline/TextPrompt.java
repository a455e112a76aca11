package io.bestiary.inference.pipeline;

import io.bestiary.inference.decoding.Sampling;

/**
 * A text to write on, and how.
 *
 * @param text may be empty
 * @param most tokens to write; with 0 the text itself is scored
 * @param sampling how the next token is chosen
 */
public record TextPrompt(String text, int most, Sampling sampling) {
    static final int LONGEST = 1_000_000;

    public TextPrompt {
        if (most < 0 || most > LONGEST) {
            throw new IllegalArgumentException("max_tokens: must be between 0 and " + LONGEST + ", got " + most);
        }
    }
}
