package io.bestiary.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Says which examples make up each batch of an epoch: the same answer for the same epoch, always. */
@FunctionalInterface
public interface BatchPlan {

    /** The indices of the examples of each batch. */
    List<int[]> batches(long epoch);

    /** The examples in their order; the last batch may be short. */
    static BatchPlan inOrder(int size, int batch) {
        check(size, batch);
        return epoch -> cut(range(size), batch);
    }

    /** The examples in an order that is a function of seed and epoch; the last batch may be short. */
    static BatchPlan shuffled(int size, int batch, long seed) {
        check(size, batch);
        return epoch -> {
            int[] order = range(size);
            shuffle(order, Seeds.of(seed, "shuffle", epoch));
            return cut(order, batch);
        };
    }

    /**
     * Batches of examples of like length, in an order that is a function of seed and epoch.
     *
     * @param lengths of the examples
     */
    static BatchPlan byLength(int[] lengths, BatchSize size, long seed) {
        return new LengthPlan(lengths, size, seed);
    }

    /** Batches of examples of like length, the shortest first, in every epoch the same. */
    static BatchPlan ascending(int[] lengths, BatchSize size) {
        List<int[]> batches = new ArrayList<>();
        LengthPlan.cut(range(lengths.length), lengths, size, batches);
        return epoch -> List.copyOf(batches);
    }

    /** Fisher-Yates: every order is equally likely. */
    static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    private static void check(int size, int batch) {
        if (size < 0) {
            throw new IllegalArgumentException("size: must be at least 0, got " + size);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch: must be at least 1, got " + batch);
        }
    }

    private static int[] range(int size) {
        int[] indices = new int[size];
        Arrays.setAll(indices, i -> i);
        return indices;
    }

    private static List<int[]> cut(int[] order, int batch) {
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += batch) {
            batches.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + batch)));
        }
        return batches;
    }
}
