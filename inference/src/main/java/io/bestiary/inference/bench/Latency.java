package io.bestiary.inference.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long answers took, and how many there were.
 *
 * @param way {@code process} or {@code http}
 * @param batch rows in a request
 * @param threads callers at once
 * @param requests answered
 * @param p50 milliseconds in which half of the requests were answered
 * @param p95 in which 95 of 100 were
 * @param p99 in which 99 of 100 were
 * @param rowsPerSecond of all callers together
 */
public record Latency(
        String way, int batch, int threads, int requests, double p50, double p95, double p99, double rowsPerSecond) {

    /** @param nanos of each request */
    static Latency of(String way, int batch, int threads, long[] nanos, double seconds) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latency(
                way,
                batch,
                threads,
                sorted.length,
                milliseconds(sorted, 0.50),
                milliseconds(sorted, 0.95),
                milliseconds(sorted, 0.99),
                rounded((double) sorted.length * batch / seconds, 1));
    }

    /** The least time within which this share of the requests was answered. */
    private static double milliseconds(long[] sorted, double share) {
        int place = Math.max(0, (int) Math.ceil(share * sorted.length) - 1);
        return rounded(sorted[place] / 1e6, 3);
    }

    private static double rounded(double value, int digits) {
        return Double.parseDouble(String.format(Locale.ROOT, "%." + digits + "f", value));
    }
}
