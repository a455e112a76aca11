package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;

/**
 * The Transformer's schedule, 1 at its peak; Vaswani et al., 2017, https://arxiv.org/abs/1706.03762, 5.3.
 *
 * <p>With n = step + 1: min(n / warmup, sqrt(warmup / n)). It does not depend on the length of the run, so its warm-up is
 * counted in steps.
 */
public record InverseSqrtSchedule(
        @Hyperparameter(value = "steps in which the rate rises", min = 1, max = 1e12)
        long warmupSteps) implements Schedule {

    public static final InverseSqrtSchedule DEFAULTS = new InverseSqrtSchedule(4000);

    public InverseSqrtSchedule {
        Hyperparameters.check(InverseSqrtSchedule.class, warmupSteps);
    }

    @Override
    public double factor(long step, long totalSteps) {
        Position at = new Position(step, totalSteps, warmupSteps);
        return at.rise() * Math.min(1, Math.sqrt(warmupSteps / (step + 1.0)));
    }
}
