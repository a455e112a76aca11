package io.bestiary.inference.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * Translations of one text, the best first.
 *
 * @param candidates at least one
 * @param attention of the best one, where it was asked for
 */
public record Translation(List<Candidate> candidates, Optional<Attention> attention) {

    /**
     * One translation.
     *
     * @param score log probability over the length to the power of the length penalty; the higher, the better
     */
    public record Candidate(String text, double score) {}

    /**
     * What the network looked at while it wrote.
     *
     * @param source tokens that were read
     * @param target tokens that were written, with their end
     * @param weights a row for each token of the target, which sums to 1 over those of the source
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Attention(List<String> source, List<String> target, float[][] weights) {}

    public Translation {
        candidates = List.copyOf(candidates);
    }

    /** The best translation. */
    public String text() {
        return candidates.get(0).text();
    }
}
