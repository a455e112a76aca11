package io.bestiary.training.loop;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where the time of a training goes. An engine that computes while the program goes on, such as MXNet, is waited for where
 * a number is read: most of its backward pass is counted where the next loss is.
 */
final class StepTimes {
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

    /** What a training does. */
    enum Phase {
        DATA,
        FORWARD,
        BACKWARD,
        UPDATE,
        VALIDATION,
        CHECKPOINT
    }

    /** Counts the time since the start to a phase, and returns the time now, the start of the next. */
    long lap(Phase phase, long start) {
        long now = System.nanoTime();
        nanos.merge(phase, now - start, Long::sum);
        return now;
    }

    /** Seconds of each phase so far. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Phase phase : Phase.values()) {
            seconds.put(phase.name().toLowerCase(Locale.ROOT), Math.round(nanos.getOrDefault(phase, 0L) / 1e6) / 1e3);
        }
        return seconds;
    }
}
