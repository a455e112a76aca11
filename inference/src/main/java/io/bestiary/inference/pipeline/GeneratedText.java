package io.bestiary.inference.pipeline;

import java.util.Optional;

/**
 * What was written on from a prompt.
 *
 * @param text what was written, without the prompt
 * @param tokens that were written
 * @param finish why no more were
 * @param score of the prompt, where that was asked for
 */
public record GeneratedText(String text, int tokens, Finish finish, Optional<Score> score) {

    static GeneratedText of(String text, int tokens, int most) {
        return new GeneratedText(text, tokens, tokens == most ? Finish.LENGTH : Finish.END, Optional.empty());
    }

    static GeneratedText scored(Score score) {
        return new GeneratedText("", 0, Finish.LENGTH, Optional.of(score));
    }

    /** Why a text ended. */
    public enum Finish {
        /** The text came to its own end. */
        END,
        /** As many tokens were written as were asked for. */
        LENGTH
    }

    /**
     * How probable a text is.
     *
     * @param nats negative logarithm of its probability
     * @param tokens that it has
     * @param characters that it has
     */
    public record Score(double nats, int tokens, int characters) {}
}
