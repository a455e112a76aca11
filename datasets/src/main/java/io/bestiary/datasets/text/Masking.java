package io.bestiary.datasets.text;

import io.bestiary.datasets.Seeds;
import java.util.SplittableRandom;

/**
 * Which tokens are hidden from a network that tells them from those around; Devlin et al., 2018,
 * https://arxiv.org/abs/1810.04805: of those that are drawn, 80 % become the mask, 10 % another token, and 10 % stay.
 *
 * @param share of the tokens to draw
 * @param mask the token that hides
 * @param vocabulary number of tokens; those below {@code first} are special
 * @param first number of the first that is not special
 * @param seed of the draws, which are a function of it, the epoch and the example
 */
public record Masking(double share, int mask, int vocabulary, int first, long seed) {

    /** What became of a window: tokens to read, and whether the network is to tell what was there. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Masked(int[] tokens, boolean[] told) {}

    /** Hides some tokens of an example, at least one. */
    public Masked draw(int[] tokens, long epoch, long index) {
        SplittableRandom random = Seeds.of(seed, "mask", epoch, index);
        int[] read = tokens.clone();
        boolean[] told = new boolean[tokens.length];
        int sure = random.nextInt(tokens.length);
        for (int t = 0; t < tokens.length; t++) {
            // The draws of a token are made whether they are needed or not, so that no other's depend on them.
            boolean drawn = random.nextDouble() < share;
            double kind = random.nextDouble();
            int other = first + random.nextInt(vocabulary - first);
            told[t] = drawn || t == sure;
            if (told[t]) {
                read[t] = kind < 0.8 ? mask : kind < 0.9 ? other : tokens[t];
            }
        }
        return new Masked(read, told);
    }

    /** Hides every n-th token, beginning at the given one. */
    public Masked every(int[] tokens, int n, int at) {
        int[] read = tokens.clone();
        boolean[] told = new boolean[tokens.length];
        for (int t = at; t < tokens.length; t += n) {
            told[t] = true;
            read[t] = mask;
        }
        return new Masked(read, told);
    }
}
