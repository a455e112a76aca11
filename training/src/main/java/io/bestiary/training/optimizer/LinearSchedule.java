package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;

/** Falls in a line from the end of the warm-up: 1 - (1 - end) * progress. */
public record LinearSchedule(
        @Hyperparameter(value = "factor at the end of the run", min = 0, max = 1)
        double end,

        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup)
        implements Schedule {

    public static final LinearSchedule DEFAULTS = new LinearSchedule(0, 0);

    public LinearSchedule {
        Hyperparameters.check(LinearSchedule.class, end, warmup);
    }

    @Override
    public double factor(long step, long totalSteps) {
        Position at = Position.of(step, totalSteps, warmup);
        return at.rise() * (1 - (1 - end) * at.progress());
    }
}
