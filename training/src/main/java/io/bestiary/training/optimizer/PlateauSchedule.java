package io.bestiary.training.optimizer;

import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * Falls each time the validation has stopped to improve.
 *
 * <p>As {@code torch.optim.lr_scheduler.ReduceLROnPlateau} computes it with a relative threshold. A function of the whole
 * history, so that a resumed run has nothing else to remember.
 */
public record PlateauSchedule(
        @Hyperparameter(value = "factor at each fall", min = 0, max = 1)
        double gamma,

        @Hyperparameter(value = "validations without improvement that are borne", min = 0, max = 1_000_000)
        int patience,

        @Hyperparameter(value = "what counts as an improvement, as a part of the best metric", min = 0, max = 1)
        double threshold,

        @Hyperparameter(value = "validations after a fall that do not count", min = 0, max = 1_000_000)
        int cooldown,

        @Hyperparameter(value = "part of the run in which the rate rises", min = 0, max = 1)
        double warmup)
        implements Schedule {

    public static final PlateauSchedule DEFAULTS = new PlateauSchedule(0.1, 10, 1e-4, 0, 0);

    public PlateauSchedule {
        Hyperparameters.check(PlateauSchedule.class, gamma, patience, threshold, cooldown, warmup);
    }

    @Override
    public double factor(long step, long totalSteps) {
        return Position.of(step, totalSteps, warmup).rise();
    }

    @Override
    public double factorAfter(List<Double> validations, boolean higherIsBetter) {
        double factor = 1;
        double best = higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        int stale = 0;
        int cooling = 0;
        for (double metric : validations) {
            if (higherIsBetter ? metric > best * (1 + threshold) : metric < best * (1 - threshold)) {
                best = metric;
                stale = 0;
            } else {
                stale++;
            }
            if (cooling > 0) {
                cooling--;
                stale = 0;
            }
            if (stale > patience) {
                factor *= gamma;
                cooling = cooldown;
                stale = 0;
            }
        }
        return factor;
    }
}
