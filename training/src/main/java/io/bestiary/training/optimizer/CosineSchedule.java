package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;

/**
 * Falls as half a cosine from the end of the warm-up, with restarts in several equal cycles: end + (1 - end) * (1 + cos(pi *
 * progress)) / 2; Loshchilov and Hutter, 2016, https://arxiv.org/abs/1608.03983.
 */
public record CosineSchedule(
        @Hyperparameter(value = "factor at the end of the run and of each cycle", min = 0, max = 1)
        double end,

        @Hyperparameter(value = "how often it starts again", min = 0, max = 1_000_000)
        int restarts,

        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup)
        implements Schedule {

    public static final CosineSchedule DEFAULTS = new CosineSchedule(0, 0, 0);

    public CosineSchedule {
        Hyperparameters.check(CosineSchedule.class, end, restarts, warmup);
    }

    @Override
    public double factor(long step, long totalSteps) {
        Position at = Position.of(step, totalSteps, warmup);
        return at.rise() * (end + (1 - end) * (1 + Math.cos(Math.PI * at.progress(restarts + 1))) / 2);
    }
}
