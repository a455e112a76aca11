package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;

/**
 * Rises and falls once, each as half a cosine; Smith and Topin, 2017, https://arxiv.org/abs/1708.07120.
 *
 * <p>As {@code torch.optim.lr_scheduler.OneCycleLR} computes it, the momentum aside: from start to 1 over the steps 0 to p =
 * warmup * total - 1, then from 1 to end over the steps p to total - 1.
 */
public record OneCycleSchedule(
        @Hyperparameter(value = "factor at the start of the run", min = 0, max = 1)
        double start,

        @Hyperparameter(value = "factor at the end of the run", min = 0, max = 1)
        double end,

        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup)
        implements Schedule {

    public static final OneCycleSchedule DEFAULTS = new OneCycleSchedule(0.04, 4e-6, 0.3);

    public OneCycleSchedule {
        Hyperparameters.check(OneCycleSchedule.class, start, end, warmup);
    }

    @Override
    public double factor(long step, long totalSteps) {
        long last = Position.of(step, totalSteps, warmup).total() - 1;
        double at = Math.min(step, last);
        double peak = warmup * totalSteps - 1;
        return at < peak
                ? halfCosine(start, 1, at / peak)
                : halfCosine(1, end, (at - peak) / Math.max(last - peak, 1e-9));
    }

    private static double halfCosine(double from, double to, double progress) {
        return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
