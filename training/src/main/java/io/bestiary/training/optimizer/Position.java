package io.bestiary.training.optimizer;

/** Where a step lies in a run that begins with a warm-up. */
record Position(long step, long total, long warmup) {

    Position {
        if (step < 0) {
            throw new IllegalArgumentException("step: must be at least 0, got " + step);
        }
        if (total < 1) {
            throw new IllegalArgumentException("total_steps: must be at least 1, got " + total);
        }
    }

    /** Finds a step's position; the warm-up is a part of the run, rounded to whole steps. */
    static Position of(long step, long total, double warmup) {
        return new Position(step, total, Math.round(warmup * total));
    }

    /** The factor of the warm-up: (step + 1) / warmup, then 1. */
    double rise() {
        return step < warmup ? (step + 1.0) / warmup : 1;
    }

    /** How much of the run after the warm-up lies behind, from 0 to 1. */
    double progress() {
        return step >= total ? 1 : step <= warmup ? 0 : (double) (step - warmup) / (total - warmup);
    }

    /** As {@link #progress()}, in each of so many equal cycles anew. */
    double progress(int cycles) {
        // The remainder of whole numbers: a cycle begins at 0, where fractions might round to just below 1.
        long length = total - warmup;
        return step >= total || step <= warmup ? progress() : (double) ((step - warmup) * cycles % length) / length;
    }
}
