package io.bestiary.training.measure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The share of real examples in whose neighbourhood something was drawn, a neighbourhood reaching to the fifth nearest real
 * example; Naeem et al., 2020, https://arxiv.org/abs/2002.09797.
 */
public final class Coverage {
    private static final int NEIGHBOURS = 5;

    private Coverage() {}

    /**
     * Measures.
     *
     * @param real features (N, F), N more than 5
     * @param drawn features (M, F)
     */
    public static double of(float[][] real, float[][] drawn) {
        long covered = IntStream.range(0, real.length)
                .parallel()
                .filter(i -> nearest(real[i], drawn) <= reach(real, i))
                .count();
        return (double) covered / real.length;
    }

    private static double reach(float[][] real, int i) {
        double[] distances = new double[real.length];
        for (int j = 0; j < real.length; j++) {
            distances[j] = distance(real[i], real[j]);
        }
        distances[i] = Double.POSITIVE_INFINITY;
        Arrays.sort(distances);
        return distances[Math.min(NEIGHBOURS, real.length) - 1];
    }

    private static double nearest(float[] point, float[][] drawn) {
        double least = Double.POSITIVE_INFINITY;
        for (float[] other : drawn) {
            least = Math.min(least, distance(point, other));
        }
        return least;
    }

    /** Squared. */
    private static double distance(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            double step = left[i] - right[i];
            sum += step * step;
        }
        return sum;
    }
}
