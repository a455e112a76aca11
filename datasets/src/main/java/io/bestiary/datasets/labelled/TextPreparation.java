package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.text.Frame;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import java.util.List;

/**
 * How a text becomes the tokens that a classifier reads: its own after {@link Vocabulary#BEGIN} where the
 * vocabulary has it, or in the {@link Frame} of a tokenizer that has one.
 *
 * @param longest most tokens, the special ones among them
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
        Frame frame = tokenizer
                .frame()
                .orElseGet(() -> new Frame(
                        tokenizer.vocabulary().find(Vocabulary.BEGIN).stream()
                                .boxed()
                                .toList(),
                        List.of()));
        if (own.length + frame.size() > longest) {
            throw new DataException(
                    "text: must have at most " + (longest - frame.size()) + " tokens, got " + own.length);
        }
        return frame.around(own);
    }
}
