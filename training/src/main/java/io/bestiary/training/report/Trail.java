package io.bestiary.training.report;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far two runs went the same way, by the fingerprints of their weights.
 *
 * @param compared steps at which both left a fingerprint
 * @param lastEqual the last of them before any difference; 0 for the beginning
 * @param firstDifferent the first at which they differ
 */
public record Trail(int compared, long lastEqual, OptionalLong firstDifferent) {

    /** Compares by step. */
    public static Trail of(Map<Long, String> one, Map<Long, String> other) {
        int compared = 0;
        long equal = 0;
        for (Map.Entry<Long, String> entry : one.entrySet()) {
            String there = other.get(entry.getKey());
            if (there == null) {
                continue;
            }
            compared++;
            if (!there.equals(entry.getValue())) {
                return new Trail(compared, equal, OptionalLong.of(entry.getKey()));
            }
            equal = entry.getKey();
        }
        return new Trail(compared, equal, OptionalLong.empty());
    }

    /** The comparison in a sentence. */
    public String sentence() {
        if (compared == 0) {
            return "no step has a fingerprint in both runs: training.log_steps is longer than one of them";
        }
        if (firstDifferent.isEmpty()) {
            return "no step differs: the weights are equal at all " + compared + " steps compared, the last of them "
                    + lastEqual;
        }
        String before = lastEqual == 0 ? "none before it was equal" : "equal at step " + lastEqual;
        return "the first step that differs: " + firstDifferent.getAsLong() + " (" + before + ")";
    }

    /** The step, where there is one. */
    public Optional<Long> difference() {
        return firstDifferent.isPresent() ? Optional.of(firstDifferent.getAsLong()) : Optional.empty();
    }
}
