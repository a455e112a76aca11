package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;

/**
 * Falls at the end of each of several equal stages: gamma^floor(step * stages / total).
 *
 * <p>The stages count from the start of the run; the warm-up's factor comes on top, as in Goyal et al., 2017,
 * https://arxiv.org/abs/1706.02677.
 */
public record StepSchedule(
        @Hyperparameter(value = "equal parts of the run, each with one rate", min = 1, max = 1_000_000)
        int stages,

        @Hyperparameter(value = "factor from stage to stage", min = 0, max = 1)
        double gamma,

        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup)
        implements Schedule {

    public static final StepSchedule DEFAULTS = new StepSchedule(3, 0.1, 0);

    public StepSchedule {
        Hyperparameters.check(StepSchedule.class, stages, gamma, warmup);
    }

    @Override
    public double factor(long step, long totalSteps) {
        double rise = Position.of(step, totalSteps, warmup).rise();
        int stage = (int) Math.min(step * stages / totalSteps, stages - 1);
        return rise * Math.pow(gamma, stage);
    }
}
