package io.bestiary.inference.decoding;

import io.bestiary.datasets.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

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
        double[] scores = penalized(logits, before);
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        if (temperature == 0) {
            return Arrays.stream(order)
                    .max(Comparator.<Integer>comparingDouble(id -> scores[id]).thenComparing(Comparator.reverseOrder()))
                    .orElseThrow();
        }
        Arrays.sort(order, Comparator.<Integer>comparingDouble(id -> -scores[id]));
        int count = topK == 0 ? order.length : Math.min(topK, order.length);
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = Math.exp((scores[order[i]] - scores[order[0]]) / temperature);
        }
        double total = Arrays.stream(weights).sum();
        double sum = 0;
        int among = 0;
        while (among < count && (among == 0 || sum < topP * total)) {
            sum += weights[among++];
        }
        double draw = Seeds.of(seed, "sampling", step).nextDouble() * sum;
        int chosen = 0;
        while (chosen < among - 1 && draw >= weights[chosen]) {
            draw -= weights[chosen++];
        }
        return order[chosen];
    }

    private double[] penalized(float[] logits, int[] before) {
        double[] scores = new double[logits.length];
        Arrays.setAll(scores, id -> logits[id]);
        Arrays.stream(before)
                .distinct()
                .forEach(id ->
                        scores[id] = scores[id] > 0 ? scores[id] / repetitionPenalty : scores[id] * repetitionPenalty);
        return scores;
    }
}
