package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * Falls at given points of the run: gamma^(milestones reached), a milestone m being reached at step round(m * total).
 *
 * <p>Milestones count from the start of the run; the warm-up's factor comes on top.
 */
public record MultistepSchedule(
        @Hyperparameter(value = "points of the run at which the rate falls", min = 0, max = 1)
        List<Double> milestones,

        @Hyperparameter(value = "factor at each milestone", min = 0, max = 1)
        double gamma,

        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup)
        implements Schedule {

    public static final MultistepSchedule DEFAULTS = new MultistepSchedule(List.of(0.5, 0.75), 0.1, 0);

    public MultistepSchedule {
        Hyperparameters.check(MultistepSchedule.class, milestones, gamma, warmup);
        milestones = List.copyOf(milestones);
    }

    @Override
    public double factor(long step, long totalSteps) {
        double rise = Position.of(step, totalSteps, warmup).rise();
        long reached = milestones.stream()
                .filter(milestone -> step >= Math.round(milestone * totalSteps))
                .count();
        return rise * Math.pow(gamma, (double) reached);
    }
}
