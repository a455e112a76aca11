package io.bestiary.training.task;

import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.BatchSize;
import io.bestiary.training.recipe.Training;

/**
 * How texts are put together in batches: those of like length go together.
 *
 * @param tokens most tokens of a batch, padding among them; 0 for batches of {@code training.batch} texts
 */
public record Batching(int tokens) {
    public static final Batching DEFAULTS = new Batching(0);

    public Batching {
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens: must be at least 0, got " + tokens);
        }
    }

    BatchPlan plan(int[] lengths, Training training) {
        BatchSize size = tokens > 0 ? new BatchSize(0, tokens) : new BatchSize(training.batch(), 0);
        return BatchPlan.byLength(lengths, size, training.seed());
    }
}
