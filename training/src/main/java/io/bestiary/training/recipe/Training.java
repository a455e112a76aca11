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
 * @param checkpointSteps steps after which a checkpoint is written, beside those at the end of every epoch; 0 for none
 */
public record Training(
        int epochs,
        int batch,
        OptimizerSpec optimizer,
        Schedule schedule,
        Clipping clipping,
        long seed,
        int workers,
        int checkpointSteps) {
    public static final Training DEFAULTS =
            new Training(10, 64, AdamW.DEFAULTS, ConstantSchedule.DEFAULTS, new Clipping.None(), 1, 1, 0);

    public Training {
        if (epochs < 1 || epochs > 1_000_000) {
            throw new IllegalArgumentException("epochs: must be between 1 and 1000000, got " + epochs);
        }
        if (batch < 1 || batch > 1_000_000) {
            throw new IllegalArgumentException("batch: must be between 1 and 1000000, got " + batch);
        }
        if (workers < 0 || workers > 256) {
            throw new IllegalArgumentException("workers: must be between 0 and 256, got " + workers);
        }
        if (checkpointSteps < 0) {
            throw new IllegalArgumentException("checkpoint_steps: must be at least 0, got " + checkpointSteps);
        }
    }
}
