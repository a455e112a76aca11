package io.bestiary.training.recipe;

import io.bestiary.training.optimizer.AdamW;
import io.bestiary.training.optimizer.Clipping;
import io.bestiary.training.optimizer.ConstantSchedule;
import io.bestiary.training.optimizer.OptimizerSpec;
import io.bestiary.training.optimizer.Schedule;
import java.util.Map;

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
 * @param microBatch examples that go through the network at once, their gradients added up to those of the whole batch;
 *     0 for the whole batch
 * @param average how much a moving average of the weights keeps in each step, such as 0.999; it is the average then that
 *     is validated, kept as the best, and served; 0 for none
 * @param patience validations without improvement after which the training ends; 0 for none
 * @param rates factors of the learning rate for the parameters whose names begin so; the longest beginning counts, 0 keeps
 *     parameters as they are
 * @param start the weights that the training begins with
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
        Checkpoints checkpoints,
        int microBatch,
        double average,
        int patience,
        Map<String, Double> rates,
        Start start) {
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
            Checkpoints.DEFAULTS,
            0,
            0,
            0,
            Map.of(),
            Start.DEFAULTS);

    public Training {
        check("epochs", epochs, 1, 1_000_000);
        check("batch", batch, 1, 1_000_000);
        check("workers", workers, 0, 256);
        check("limit", limit, 0, Integer.MAX_VALUE);
        check("overfit", overfit, 0, Integer.MAX_VALUE);
        check("log_steps", logSteps, 1, 1_000_000);
        check("micro_batch", microBatch, 0, 1_000_000);
        check("patience", patience, 0, 1_000_000);
        if (!(average >= 0 && average < 1)) {
            throw new IllegalArgumentException("average: must be at least 0 and below 1, got " + average);
        }
        rates.forEach((name, factor) -> {
            if (!(factor >= 0 && factor <= 1e6)) {
                throw new IllegalArgumentException("rates." + name + ": must be between 0 and 1000000, got " + factor);
            }
        });
        if (limit > 0 && overfit > 0) {
            throw new IllegalArgumentException("overfit: must be 0 where limit is " + limit + ", got " + overfit);
        }
    }

    /** The same with another optimizer. */
    public Training with(OptimizerSpec other) {
        return new Training(
                epochs,
                batch,
                other,
                schedule,
                clipping,
                seed,
                workers,
                limit,
                overfit,
                logSteps,
                checkpoints,
                microBatch,
                average,
                patience,
                rates,
                start);
    }

    private static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": must be "
                    + (most == Integer.MAX_VALUE ? "at least " + least : "between " + least + " and " + most) + ", got "
                    + value);
        }
    }
}
