package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    @Test
    void inOrderKeepsTheShortBatch() {
        assertThat(BatchPlan.inOrder(7, 3).batches(4))
                .containsExactly(new int[] {0, 1, 2}, new int[] {3, 4, 5}, new int[] {6});
        assertThat(BatchPlan.inOrder(0, 3).batches(0)).isEmpty();
    }

    @Test
    void shuffledIsAFunctionOfSeedAndEpoch() {
        int[] order = flat(BatchPlan.shuffled(100, 7, 1).batches(3));
        assertThat(flat(BatchPlan.shuffled(100, 7, 1).batches(3))).isEqualTo(order);
        assertThat(flat(BatchPlan.shuffled(100, 9, 1).batches(3)))
                .as("the order does not depend on the size of a batch")
                .isEqualTo(order);
        assertThat(flat(BatchPlan.shuffled(100, 7, 1).batches(4))).isNotEqualTo(order);
        assertThat(flat(BatchPlan.shuffled(100, 7, 2).batches(3))).isNotEqualTo(order);
    }

    @Test
    void shuffledHasEveryExampleOnce() {
        int[] order = flat(BatchPlan.shuffled(1000, 32, 8).batches(0));
        Arrays.sort(order);
        assertThat(order).hasSize(1000).startsWith(0, 1, 2).endsWith(998, 999).doesNotHaveDuplicates();
    }

    @Test
    void everyOrderIsEquallyLikely() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 24_000; i++) {
            int[] values = {0, 1, 2, 3};
            BatchPlan.shuffle(values, random);
            counts.merge(Arrays.toString(values), 1, Integer::sum);
        }
        // 1,000 expected of each; five standard deviations of a binomial count are 155.
        assertThat(counts).hasSize(24);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(845, 1155));
    }

    @Test
    void refusesABatchOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchPlan.inOrder(5, 0))
                .withMessage("batch: must be at least 1, got 0");
    }

    private static int[] flat(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
