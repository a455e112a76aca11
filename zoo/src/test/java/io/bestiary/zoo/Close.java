package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;

/** Compares what two ways of computing give. */
public final class Close {

    private Close() {}

    /** Differences must be within the tolerance. */
    static void assertWithin(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        // A loop: AssertJ compares arrays in quadratic time, and logits of a language model are millions.
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
                assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], within((float) tolerance));
            }
        }
    }

    /** Differences must be within the tolerance, times the largest value expected where that is over 1. */
    public static void assertClose(float[] actual, float[] expected, double tolerance) {
        double scale = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .reduce(1, Math::max);
        assertWithin(actual, expected, tolerance * scale);
    }

    /** No NaN, no infinity. */
    public static void assertFinite(float[] values) {
        assertThat(IntStream.range(0, values.length).allMatch(i -> Float.isFinite(values[i])))
                .as("all values are finite")
                .isTrue();
    }
}
