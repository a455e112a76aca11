package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import java.util.List;

/**
 * How a text becomes the tokens that a classifier reads: {@link Vocabulary#BEGIN}, then its own.
 *
 * @param longest most tokens, the first among them
 */
public record TextPreparation(int longest) {
    /** Padding has the number 0. */
    public static final List<String> SPECIALS = List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.BEGIN);

    public TextPreparation {
        if (longest < 2) {
            throw new IllegalArgumentException("longest: must be at least 2, got " + longest);
        }
    }

    /**
     * Cuts a text.
     *
     * @throws DataException if it has no token or too many
     */
    public int[] tokens(Tokenizer tokenizer, String text) {
        int[] own = tokenizer.encode(text).ids();
        if (own.length == 0) {
            throw new DataException("text: must have at least one token, got an empty text");
        }
        if (own.length >= longest) {
            throw new DataException("text: must have at most " + (longest - 1) + " tokens, got " + own.length);
        }
        int[] tokens = new int[own.length + 1];
        tokens[0] = tokenizer.vocabulary().id(Vocabulary.BEGIN);
        System.arraycopy(own, 0, tokens, 1, own.length);
        return tokens;
    }
}
