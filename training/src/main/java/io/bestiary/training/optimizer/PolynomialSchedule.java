package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;

/** Falls as a power from the end of the warm-up: end + (1 - end) * (1 - progress)^power. */
public record PolynomialSchedule(
        @Hyperparameter(value = "how steep it begins", min = 0, max = 100)
        double power,

        @Hyperparameter(value = "factor at the end of the run", min = 0, max = 1)
        double end,

        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup)
        implements Schedule {

    public static final PolynomialSchedule DEFAULTS = new PolynomialSchedule(2, 0, 0);

    public PolynomialSchedule {
        Hyperparameters.check(PolynomialSchedule.class, power, end, warmup);
    }

    @Override
    public double factor(long step, long totalSteps) {
        Position at = Position.of(step, totalSteps, warmup);
        return at.rise() * (end + (1 - end) * Math.pow(1 - at.progress(), power));
    }
}
