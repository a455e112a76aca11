package io.bestiary.training.recipe;

import io.bestiary.training.optimizer.AdamW;
import io.bestiary.training.optimizer.Clipping;
import io.bestiary.training.optimizer.ConstantSchedule;
import io.bestiary.training.optimizer.OptimizerSpec;
import io.bestiary.training.optimizer.Schedule;

/**
 * How a network is trained, whatever its task.
 *
 * @param epochs passes over the training split
 * @param batch examples in a step
 * @param optimizer with its learning rate
 * @param schedule of the learning rate
 * @param clipping of the gradients
 * @param seed of everything random
 * @param workers threads that prepare batches; 0 prepares them between the steps
 * @param limit examples that an epoch ends after; 0 for all
 * @param overfit examples that every epoch repeats, to see whether the network can learn at all; 0 for all
 * @param logSteps steps after which {@code metrics.jsonl} gets a line, with the fingerprint of the weights
 * @param checkpoints when they are written
 */
public record Training(
        int epochs,
        int batch,
        OptimizerSpec optimizer,
        Schedule schedule,
        Clipping clipping,
        long seed,
        int workers,
        int limit,
        int overfit,
        int logSteps,
        Checkpoints checkpoints) {
    public static final Training DEFAULTS = new Training(
            10,
            64,
            AdamW.DEFAULTS,
            ConstantSchedule.DEFAULTS,
            new Clipping.None(),
            1,
            1,
            0,
            0,
            50,
            Checkpoints.DEFAULTS);

    public Training {
        check("epochs", epochs, 1, 1_000_000);
        check("batch", batch, 1, 1_000_000);
        check("workers", workers, 0, 256);
        check("limit", limit, 0, Integer.MAX_VALUE);
        check("overfit", overfit, 0, Integer.MAX_VALUE);
        check("log_steps", logSteps, 1, 1_000_000);
        if (limit > 0 && overfit > 0) {
            throw new IllegalArgumentException("overfit: must be 0 where limit is " + limit + ", got " + overfit);
        }
    }

    private static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": must be "
                    + (most == Integer.MAX_VALUE ? "at least " + least : "between " + least + " and " + most) + ", got "
                    + value);
        }
    }
}
