package io.bestiary.datasets.pairs;

import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.Splits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides pairs by chance. Pairs with the same source stay together: what is tested was never read in training.
 *
 * @param validation share of the sources to validate on, 0 to 0.9
 * @param test share of the sources to test on, 0 to 0.9
 */
record PairSplit(double validation, double test, long seed) {

    PairSplit {
        check("validation", validation);
        check("test", test);
        if (validation + test > 0.9) {
            throw new IllegalArgumentException(
                    "test: must leave a tenth to learn from, got " + test + " beside a validation of " + validation);
        }
    }

    private static void check(String key, double share) {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException(key + ": must be between 0 and 0.9, got " + share);
        }
    }

    /**
     * Divides the pairs, each part in their order.
     *
     * @param name what messages call them
     * @throws DataException if a part that is asked for is empty
     */
    Splits<TextPair> divide(String name, List<TextPair> pairs) {
        Map<String, Integer> groups = new LinkedHashMap<>();
        pairs.forEach(pair -> groups.putIfAbsent(pair.source(), groups.size()));
        int[] order = new int[groups.size()];
        java.util.Arrays.setAll(order, i -> i);
        BatchPlan.shuffle(order, Seeds.of(seed, "split"));
        int testing = (int) Math.round(test * order.length);
        int validating = (int) Math.round(validation * order.length);
        int[] partOf = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            partOf[order[i]] = i < testing ? 2 : i < testing + validating ? 1 : 0;
        }
        List<List<TextPair>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        pairs.forEach(pair -> parts.get(partOf[groups.get(pair.source())]).add(pair));
        List<String> names = List.of("training", "validation", "test");
        List<Double> shares = List.of(1.0, validation, test);
        for (int i = 0; i < names.size(); i++) {
            if (shares.get(i) > 0 && parts.get(i).isEmpty()) {
                throw new DataException(name + ": must leave pairs in the " + names.get(i) + " split, found none");
            }
        }
        return new Splits<>(Dataset.of(parts.get(0)), Dataset.of(parts.get(1)), Dataset.of(parts.get(2)));
    }
}
