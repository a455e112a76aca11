package io.bestiary.datasets;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Divides examples in two by chance, class by class. */
public final class Split {

    private Split() {}

    /**
     * Takes the same share of every class: of n examples the nearest whole number to {@code fraction * n}, but at least
     * one, and never all. A class of one example is kept. What is taken of one class does not depend on the others.
     *
     * @param labels class of each example
     * @param fraction share to take, in [0, 1); with 0 nothing is taken
     * @return the indices kept and the indices taken, each ascending
     */
    public static int[][] stratified(int[] labels, double fraction, long seed) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new IllegalArgumentException("fraction: must be at least 0 and less than 1, got " + fraction);
        }
        boolean[] taken = new boolean[labels.length];
        if (fraction > 0) {
            byClass(labels).forEach((label, members) -> take(taken, members, fraction, label, seed));
        }
        return new int[][] {where(taken, false), where(taken, true)};
    }

    private static void take(boolean[] taken, int[] members, double fraction, int label, long seed) {
        int most = members.length - 1;
        int count = Math.min(most, Math.max(1, (int) Math.round(fraction * members.length)));
        SplittableRandom random = Seeds.of(seed, "split", label);
        BatchPlan.shuffle(members, random);
        for (int i = 0; i < count; i++) {
            taken[members[i]] = true;
        }
    }

    private static Map<Integer, int[]> byClass(int[] labels) {
        Map<Integer, int[]> members = new TreeMap<>();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int label : labels) {
            counts.merge(label, 1, Integer::sum);
        }
        counts.forEach((label, count) -> members.put(label, new int[count]));
        for (int i = labels.length - 1; i >= 0; i--) {
            members.get(labels[i])[counts.merge(labels[i], -1, Integer::sum)] = i;
        }
        return members;
    }

    private static int[] where(boolean[] flags, boolean value) {
        int[] indices = new int[flags.length];
        int count = 0;
        for (int i = 0; i < flags.length; i++) {
            if (flags[i] == value) {
                indices[count++] = i;
            }
        }
        return Arrays.copyOf(indices, count);
    }
}
