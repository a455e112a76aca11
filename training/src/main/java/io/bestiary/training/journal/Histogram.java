package io.bestiary.training.journal;

import java.util.ArrayList;
import java.util.List;

/** TensorFlow's {@code HistogramProto}: counts in equal steps from the least number to the greatest. */
final class Histogram {
    private static final int BUCKETS = 30;

    private Histogram() {}

    /** Counts the finite numbers. */
    static Protobuf of(float[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value;
                squares += (double) value * value;
                count++;
            }
        }
        if (count == 0) {
            min = 0;
            max = 0;
        }
        double width = max > min ? (max - min) / BUCKETS : 1;
        double[] counts = new double[max > min ? BUCKETS : 1];
        for (float value : values) {
            if (Float.isFinite(value)) {
                counts[Math.min(counts.length - 1, (int) ((value - min) / width))]++;
            }
        }
        List<Double> limits = new ArrayList<>();
        List<Double> bucket = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            limits.add(i == counts.length - 1 ? Math.max(max, min + width * (i + 1)) : min + width * (i + 1));
            bucket.add(counts[i]);
        }
        return new Protobuf()
                .real(1, min)
                .real(2, max)
                .real(3, (double) count)
                .real(4, sum)
                .real(5, squares)
                .reals(6, limits)
                .reals(7, bucket);
    }
}
