package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PretrainedCifarIT {
    private static final int PICTURES = 1000;

    @ParameterizedTest(name = "{0} on {2}")
    @MethodSource("io.bestiary.zoo.PretrainedCifar#networksAndEngines")
    void isRightAsOftenAsTheReference(String name, String weights, String engine) throws IOException {
        float[] logits = PretrainedCifar.logits(name, weights, engine, PICTURES);
        int[] labels = PretrainedCifar.labels(PICTURES);
        long correct = IntStream.range(0, PICTURES)
                .filter(row -> largest(logits, row) == labels[row])
                .count();
        int expected = PretrainedCifar.expected(weights).get("correct_of_1000").intValue();
        assertThat(correct).isBetween(expected - 1L, expected + 1L); // one picture is 0.1 %
    }

    private static int largest(float[] logits, int row) {
        return IntStream.range(0, 10)
                .reduce((best, i) -> logits[row * 10 + i] > logits[row * 10 + best] ? i : best)
                .orElseThrow();
    }
}
