package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthPlanTest {
    private static final int[] LENGTHS =
            new SplittableRandom(5).ints(3000, 1, 100).toArray();

    @Test
    void everyExampleIsThereOnce() {
        for (BatchSize size : List.of(new BatchSize(32, 0), new BatchSize(0, 512), new BatchSize(8, 512))) {
            int[] order = flat(BatchPlan.byLength(LENGTHS, size, 1).batches(0));
            assertThat(Arrays.stream(order).sorted())
                    .containsExactlyElementsOf(() -> IntStream.range(0, 3000).iterator());
        }
    }

    @Test
    void theOrderIsAFunctionOfSeedAndEpoch() {
        BatchPlan plan = BatchPlan.byLength(LENGTHS, new BatchSize(0, 512), 1);
        List<int[]> third = plan.batches(3);
        plan.batches(0);
        assertThat(plan.batches(3)).usingRecursiveComparison().isEqualTo(third);
        assertThat(flat(plan.batches(4))).isNotEqualTo(flat(third));
        assertThat(flat(BatchPlan.byLength(LENGTHS, new BatchSize(0, 512), 2).batches(3)))
                .isNotEqualTo(flat(third));
    }

    @Test
    void noBatchHasMoreThanItMay() {
        for (int[] batch : BatchPlan.byLength(LENGTHS, new BatchSize(0, 512), 1).batches(0)) {
            assertThat(batch.length * longest(batch)).isLessThanOrEqualTo(512);
        }
        for (int[] batch : BatchPlan.byLength(LENGTHS, new BatchSize(4, 512), 1).batches(0)) {
            assertThat(batch).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void littleIsPadded() {
        long padded = 0;
        for (int[] batch : BatchPlan.byLength(LENGTHS, new BatchSize(16, 0), 1).batches(0)) {
            padded += (long) batch.length * longest(batch);
        }
        // Rows of random lengths would be padded to about 94 each, nearly twice the mean.
        assertThat(padded).isLessThan(Arrays.stream(LENGTHS).sum() * 11L / 10);
    }

    @Test
    void companyChangesFromEpochToEpoch() {
        BatchPlan plan = BatchPlan.byLength(LENGTHS, new BatchSize(16, 0), 1);
        assertThat(companyOfTheFirst(plan.batches(0))).isNotEqualTo(companyOfTheFirst(plan.batches(1)));
    }

    private static int[] companyOfTheFirst(List<int[]> batches) {
        return batches.stream()
                .filter(batch -> Arrays.stream(batch).anyMatch(i -> i == 0))
                .map(batch -> Arrays.stream(batch).sorted().toArray())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSequenceThatIsTooLongIsABatchOfItsOwn() {
        assertThat(BatchPlan.ascending(new int[] {9, 2, 30, 2, 1}, new BatchSize(0, 10))
                        .batches(0))
                .containsExactly(new int[] {4, 1, 3}, new int[] {0}, new int[] {2});
        assertThat(BatchPlan.byLength(new int[0], new BatchSize(3, 0), 1).batches(0))
                .isEmpty();
    }

    @Test
    void refusesABatchOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchSize(0, 0))
                .withMessage("batch_size: must be at least 1 row or token, got 0 rows and 0 tokens");
    }

    private static int longest(int[] batch) {
        return Arrays.stream(batch).map(i -> LENGTHS[i]).max().orElseThrow();
    }

    private static int[] flat(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
