package io.bestiary.training.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How fast something was.
 *
 * @param median of the windows, in units a second
 * @param least of the windows
 * @param most of the windows
 */
record Rate(double median, double least, double most) {
    private static final double WARM_UP_SECONDS = 3;
    private static final int WINDOWS = 8;

    /**
     * Repeats a step in eight windows of equal length, after three seconds in which the JVM compiles what it will run: its
     * compilers need a core which the engine's threads then wait for.
     *
     * @param work units in a step
     * @param seconds all windows together
     * @param settle waits until the device has done what it was asked for
     */
    static Rate of(Runnable step, Runnable settle, int work, double seconds) {
        rate(step, settle, work, WARM_UP_SECONDS);
        List<Double> rates = new ArrayList<>();
        for (int window = 0; window < WINDOWS; window++) {
            rates.add(rate(step, settle, work, seconds / WINDOWS));
        }
        return of(rates);
    }

    private static double rate(Runnable step, Runnable settle, int work, double seconds) {
        long start = System.nanoTime();
        int steps = 0;
        while (System.nanoTime() - start < seconds * 1e9) {
            step.run();
            steps++;
        }
        settle.run();
        return steps * (double) work / (System.nanoTime() - start) * 1e9;
    }

    /** The median and the ends of some values. */
    static Rate of(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Rate(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }
}
