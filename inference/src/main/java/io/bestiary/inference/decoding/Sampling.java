package io.bestiary.inference.decoding;

import io.bestiary.datasets.Seeds;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How the next token is chosen from its logits. The choice is a function of the logits, the tokens before and the seed, so
 * that no other prompt of the batch has a part in it.
 *
 * @param temperature divides the logits; 0 always takes the most probable token
 * @param topK choose among this many most probable tokens; 0 among all
 * @param topP choose among the fewest most probable tokens that have this share of the probability together; 1 among all
 * @param repetitionPenalty divides positive logits of tokens that were there and multiplies negative ones (Keskar et al.,
 *     2019, https://arxiv.org/abs/1909.05858); 1 leaves them
 * @param seed of the choices
 */
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty, long seed) {
    /** Always the most probable token; of equally probable ones the first. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 1, 0);

    public Sampling {
        if (!(temperature >= 0 && temperature <= 1000)) {
            throw new IllegalArgumentException("temperature: must be between 0 and 1000, got " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top_k: must be at least 0, got " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p: must be above 0 and at most 1, got " + topP);
        }
        if (!(repetitionPenalty > 0 && repetitionPenalty <= 1000)) {
            throw new IllegalArgumentException(
                    "repetition_penalty: must be above 0 and at most 1000, got " + repetitionPenalty);
        }
    }

    /** All tokens, as probable as the network says. */
    public static Sampling seeded(long seed) {
        return new Sampling(1, 0, 1, 1, seed);
    }

    /**
     * Chooses a token.
     *
     * @param logits of every token; not changed
     * @param before the tokens so far, prompt and all
     * @param step how many tokens were chosen before this one
     */
    public int choose(float[] logits, int[] before, int step) {
        BitSet seen = new BitSet();
        Arrays.stream(before).forEach(seen::set);
        return choose(logits, seen, step);
    }

    /** As above, with the set of the tokens so far: the work does not grow with the text. */
    int choose(float[] logits, BitSet seen, int step) {
        float[] scores = penalized(logits, seen);
        if (temperature == 0) {
            int best = 0;
            for (int id = 1; id < scores.length; id++) {
                best = scores[id] > scores[best] ? id : best;
            }
            return best;
        }
        int[] order = topK == 0 && topP == 1 ? null : order(scores);
        int count = topK == 0 ? scores.length : Math.min(topK, scores.length);
        double most = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        double[] weights = new double[count];
        double total = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = Math.exp((scores[order == null ? i : order[i]] - most) / temperature);
            total += weights[i];
        }
        int among = topP == 1 ? count : 0;
        double sum = topP == 1 ? total : 0;
        while (among < count && (among == 0 || sum < topP * total)) {
            sum += weights[among++];
        }
        double draw = Seeds.of(seed, "sampling", step).nextDouble() * sum;
        int chosen = 0;
        while (chosen < among - 1 && draw >= weights[chosen]) {
            draw -= weights[chosen++];
        }
        while (weights[chosen] == 0) {
            chosen--; // rounding must not lead to what is impossible
        }
        return order == null ? chosen : order[chosen];
    }

    /** The tokens, the most probable first, of equally probable ones the first. */
    private static int[] order(float[] scores) {
        long[] keys = new long[scores.length];
        for (int id = 0; id < keys.length; id++) {
            int bits = Float.floatToIntBits(scores[id]);
            // Floating-point numbers of one sign are in the order of their bits.
            int ascending = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
            keys[id] = ((long) ~ascending << 32) | id;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    private float[] penalized(float[] logits, BitSet seen) {
        if (repetitionPenalty == 1) {
            return logits;
        }
        float[] scores = logits.clone();
        seen.stream()
                .filter(id -> id < scores.length)
                .forEach(id -> scores[id] =
                        (float) (scores[id] > 0 ? scores[id] / repetitionPenalty : scores[id] * repetitionPenalty));
        return scores;
    }
}
