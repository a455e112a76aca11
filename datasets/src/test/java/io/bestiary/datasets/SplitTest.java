package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    /** 70 of class 0, 20 of class 5, 9 of class 2, 1 of class 3, mingled. */
    private static final int[] LABELS = IntStream.range(0, 100)
            .map(i -> i % 10 < 7 ? 0 : i % 10 < 9 ? 5 : i == 9 ? 3 : 2)
            .toArray();

    @Test
    void takesTheSameShareOfEveryClass() {
        int[][] parts = Split.stratified(LABELS, 0.2, 1);
        assertThat(counts(parts[1])).containsExactly(14, 0, 2, 0, 0, 4);
        assertThat(counts(parts[0])).containsExactly(56, 0, 7, 1, 0, 16);
    }

    @Test
    void dividesWithoutLossInAscendingOrder() {
        int[][] parts = Split.stratified(LABELS, 0.3, 1);
        assertThat(parts[0]).isSorted();
        assertThat(parts[1]).isSorted();
        assertThat(IntStream.concat(Arrays.stream(parts[0]), Arrays.stream(parts[1]))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void takesOneAtLeastAndNeverAll() {
        int[] labels = {0, 0, 0, 0, 1, 1};
        assertThat(counts(labels, Split.stratified(labels, 0.01, 1)[1])).containsExactly(1, 1);
        assertThat(counts(labels, Split.stratified(labels, 0.99, 1)[0])).containsExactly(1, 1);
    }

    @Test
    void isAFunctionOfTheSeed() {
        assertThat(Split.stratified(LABELS, 0.2, 1)).isDeepEqualTo(Split.stratified(LABELS, 0.2, 1));
        assertThat(Split.stratified(LABELS, 0.2, 1)[1]).isNotEqualTo(Split.stratified(LABELS, 0.2, 2)[1]);
    }

    @Test
    void takesNothingWhenNothingIsAsked() {
        int[][] parts = Split.stratified(LABELS, 0, 1);
        assertThat(parts[0]).hasSize(100);
        assertThat(parts[1]).isEmpty();
    }

    @Test
    void refusesToTakeAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Split.stratified(LABELS, 1, 1))
                .withMessage("fraction: must be at least 0 and less than 1, got 1.0");
    }

    private static int[] counts(int[] indices) {
        return counts(LABELS, indices);
    }

    private static int[] counts(int[] labels, int[] indices) {
        int[] counts = new int[Arrays.stream(labels).max().orElseThrow() + 1];
        Arrays.stream(indices).forEach(i -> counts[labels[i]]++);
        return counts;
    }
}
