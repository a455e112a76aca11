package io.bestiary.training.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums up how surprised a model is by tokens. */
final class LanguageScore {
    static final Metric NATS = new Metric("nats_per_token", false, false);
    static final Metric BITS = new Metric("bits_per_token", false, false);
    static final Metric CHARACTER_NATS = new Metric("nats_per_character", false, false);
    static final Metric CHARACTER_BITS = new Metric("bits_per_character", false, false);
    /** The exponential of the nats per token: among how many equally likely tokens the choice would be as hard. */
    static final Metric PERPLEXITY = new Metric("perplexity", false, false);
    /** The share of answers that are written without any mistake, by taking the most probable token each time. */
    static final Metric EXACT = new Metric("exact_match", true, true);
    /** The share of hidden tokens that are told. */
    static final Metric ACCURACY = new Metric("accuracy", true, true);

    private final long characters;
    private double nats;
    private long tokens;

    /** @param characters that the tokens stand for; 0 where they are not all of a text */
    LanguageScore(long characters) {
        this.characters = characters;
    }

    static List<Metric> metrics(boolean wholeTexts) {
        return wholeTexts
                ? List.of(CHARACTER_NATS, CHARACTER_BITS, NATS, BITS, PERPLEXITY)
                : List.of(NATS, BITS, PERPLEXITY);
    }

    /** Counts a token. */
    void add(double tokenNats) {
        nats += tokenNats;
        tokens++;
    }

    /** Counts the tokens of a batch that count. */
    void add(float[] tokenNats, float[] counts) {
        for (int i = 0; i < tokenNats.length; i++) {
            if (counts[i] > 0) {
                add(tokenNats[i]);
            }
        }
    }

    long tokens() {
        return tokens;
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (characters > 0) {
            metrics.put(CHARACTER_NATS.name(), nats / characters);
            metrics.put(CHARACTER_BITS.name(), nats / characters / Math.log(2));
        }
        metrics.put(NATS.name(), nats / tokens);
        metrics.put(BITS.name(), nats / tokens / Math.log(2));
        metrics.put(PERPLEXITY.name(), Math.exp(nats / tokens));
        return metrics;
    }
}
