package io.bestiary.datasets.image;

import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.Splits;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Pictures with masks, opened.
 *
 * @param sha256 hash of the original files
 */
public record MaskData(Splits<MaskedImage> splits, String sha256) {

    /** Takes shares of the examples by chance: first for the test, then of the rest for validation. */
    static MaskData divided(Dataset<MaskedImage> all, double test, double validation, long seed, String sha256) {
        int[] order = IntStream.range(0, all.size()).toArray();
        BatchPlan.shuffle(order, Seeds.of(seed, "masks"));
        int tested = (int) Math.round(test * order.length);
        int validated = (int) Math.round(validation * (order.length - tested));
        return new MaskData(
                new Splits<>(
                        part(all, order, tested + validated, order.length),
                        part(all, order, tested, tested + validated),
                        part(all, order, 0, tested)),
                sha256);
    }

    private static Dataset<MaskedImage> part(Dataset<MaskedImage> all, int[] order, int from, int to) {
        int[] chosen = Arrays.copyOfRange(order, from, to);
        Arrays.sort(chosen);
        return all.select(chosen);
    }
}
