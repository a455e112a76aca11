package io.bestiary.training.loop;

import io.bestiary.training.task.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the validations so far say. A function of the rows of finished epochs, so that a run that goes on has nothing else
 * to remember.
 *
 * @param metric the one that chooses the best
 * @param values oldest first
 */
record Validations(Metric metric, List<Double> values) {

    static Validations of(Metric metric, List<Map<String, Double>> rows) {
        List<Double> values = new ArrayList<>();
        for (Map<String, Double> row : rows) {
            Double value = row.get("validation_" + metric.name());
            if (value != null) {
                values.add(value);
            }
        }
        return new Validations(metric, values);
    }

    /** Whether as many as the patience allows have passed since the best; never with patience 0. */
    boolean exhausted(int patience) {
        return patience > 0 && sinceBest() >= patience;
    }

    private int sinceBest() {
        int since = 0;
        Double best = null;
        for (double value : values) {
            if (best == null || metric.better(value, best)) {
                best = value;
                since = 0;
            } else {
                since++;
            }
        }
        return since;
    }
}
