package io.bestiary.datasets.labelled;

import io.bestiary.datasets.Seeds;
import java.util.SplittableRandom;

/**
 * Makes words unknown in training, now and then, so that a network learns to do without: a word seen n times with
 * probability {@code share + rare / (rare + n)}. The second part is that of Kiperwasser and Goldberg, 2016,
 * https://arxiv.org/abs/1603.04351.
 *
 * @param share of all words, 0 to 0.9
 * @param rare the larger, the more rare words; 0 for none
 */
public record UnknownWords(double share, double rare) {
    public static final UnknownWords NONE = new UnknownWords(0, 0);

    /** What a recipe need not say. */
    public static final UnknownWords DEFAULTS = NONE;

    public UnknownWords {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException("share: must be between 0 and 0.9, got " + share);
        }
        if (!(rare >= 0 && rare <= 1000)) {
            throw new IllegalArgumentException("rare: must be between 0 and 1000, got " + rare);
        }
    }

    /**
     * A copy in which some tokens are unknown: a function of seed, epoch and example.
     *
     * @param from the first token that may be
     * @param counts how often each token is in the training texts
     */
    public int[] apply(int[] tokens, int from, int unknown, int[] counts, long seed, long epoch, int example) {
        int[] copy = tokens.clone();
        if (share == 0 && rare == 0) {
            return copy;
        }
        SplittableRandom random = Seeds.of(seed, "words", epoch, example);
        for (int i = from; i < copy.length; i++) {
            double probability = share + (rare == 0 ? 0 : rare / (rare + counts[copy[i]]));
            if (random.nextDouble() < probability) {
                copy[i] = unknown;
            }
        }
        return copy;
    }

    /** How often each token is in texts. */
    public static int[] counts(Iterable<int[]> texts, int vocabulary) {
        int[] counts = new int[vocabulary];
        for (int[] text : texts) {
            for (int token : text) {
                counts[token]++;
            }
        }
        return counts;
    }
}
