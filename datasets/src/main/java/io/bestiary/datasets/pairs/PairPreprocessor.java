package io.bestiary.datasets.pairs;

import io.bestiary.datasets.text.WordTokenizer.Letters;

/**
 * How texts come to the network and its answers become texts: what a checkpoint keeps beside its tokenizers.
 *
 * @param letters what becomes of capital ones, in source and target
 * @param vocabularies whether source and target share a tokenizer
 * @param longest most tokens of a source and of a target, without those at begin and end
 * @param beam beginnings that are kept in the search; 1 always takes the most probable token
 * @param lengthPenalty the larger, the longer the texts that are preferred: log probabilities are divided by the length to
 *     its power
 */
public record PairPreprocessor(
        Letters letters, Vocabularies vocabularies, int longest, int beam, double lengthPenalty) {

    /** The tokens of source and target. */
    public enum Vocabularies {
        /** One tokenizer, learned from both. */
        JOINT,
        /** A tokenizer for each. */
        SEPARATE
    }

    public PairPreprocessor {
        check("longest", longest, 10_000);
        check("beam", beam, 64);
        if (!(lengthPenalty >= 0 && lengthPenalty <= 10)) {
            throw new IllegalArgumentException("length_penalty: must be between 0 and 10, got " + lengthPenalty);
        }
    }

    private static void check(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(key + ": must be between 1 and " + most + ", got " + value);
        }
    }
}
