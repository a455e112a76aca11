package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;

/** The full rate after the warm-up. */
public record ConstantSchedule(
        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup) implements Schedule {

    public static final ConstantSchedule DEFAULTS = new ConstantSchedule(0);

    public ConstantSchedule {
        Hyperparameters.check(ConstantSchedule.class, warmup);
    }

    @Override
    public double factor(long step, long totalSteps) {
        return Position.of(step, totalSteps, warmup).rise();
    }
}
