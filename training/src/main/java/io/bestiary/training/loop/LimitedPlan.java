package io.bestiary.training.loop;

import io.bestiary.datasets.BatchPlan;
import io.bestiary.training.recipe.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A plan cut short, as the recipe asks. */
final class LimitedPlan {

    private LimitedPlan() {}

    static BatchPlan of(BatchPlan plan, Training training) {
        if (training.overfit() > 0) {
            // The same examples in the same order: what remains to be learned is theirs alone.
            List<int[]> repeated = first(plan.batches(0), training.overfit());
            return epoch -> repeated;
        }
        return training.limit() > 0 ? epoch -> first(plan.batches(epoch), training.limit()) : plan;
    }

    private static List<int[]> first(List<int[]> batches, int examples) {
        List<int[]> taken = new ArrayList<>();
        int left = examples;
        for (int[] batch : batches) {
            if (left > 0) {
                taken.add(Arrays.copyOf(batch, Math.min(batch.length, left)));
                left -= batch.length;
            }
        }
        return List.copyOf(taken);
    }
}
