package io.bestiary.training.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The learning rate's way through a run, as a factor of the optimizer's rate.
 *
 * <p>Positions are parts of the run, so that a shorter run has the same curve. A warm-up over W steps rises in a line: the
 * factors of its steps are 1/W, 2/W, ..., 1.
 */
public sealed interface Schedule
        permits ConstantSchedule,
                StepSchedule,
                MultistepSchedule,
                LinearSchedule,
                PolynomialSchedule,
                CosineSchedule,
                InverseSqrtSchedule,
                OneCycleSchedule,
                PlateauSchedule {

    /**
     * The factor of one step.
     *
     * @param step from 0; a step past the end has the factor that the curve ends with
     * @param totalSteps the length of the run, at least 1
     */
    double factor(long step, long totalSteps);

    /**
     * A factor on top of {@link #factor}, from the validations so far: 1 for a schedule that does not look at them.
     *
     * @param validations the metric that is watched, oldest first
     */
    default double factorAfter(List<Double> validations, boolean higherIsBetter) {
        return 1;
    }

    /** Every schedule by its name in recipes, with its defaults. */
    static Map<String, Schedule> defaults() {
        Map<String, Schedule> all = new LinkedHashMap<>();
        all.put("constant", ConstantSchedule.DEFAULTS);
        all.put("step", StepSchedule.DEFAULTS);
        all.put("multistep", MultistepSchedule.DEFAULTS);
        all.put("linear", LinearSchedule.DEFAULTS);
        all.put("polynomial", PolynomialSchedule.DEFAULTS);
        all.put("cosine", CosineSchedule.DEFAULTS);
        all.put("inverse-sqrt", InverseSqrtSchedule.DEFAULTS);
        all.put("one-cycle", OneCycleSchedule.DEFAULTS);
        all.put("plateau", PlateauSchedule.DEFAULTS);
        return all;
    }
}
