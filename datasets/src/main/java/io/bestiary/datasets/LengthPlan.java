package io.bestiary.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Batches of sequences of like length, so that little is padded.
 *
 * <p>The examples are shuffled and dealt into pools; within a pool they are sorted by length and cut into batches; the
 * batches are shuffled. So neighbours in length meet other neighbours in every epoch.
 */
final class LengthPlan implements BatchPlan {
    private static final int BATCHES_IN_POOL = 50;

    private final int[] lengths;
    private final BatchSize size;
    private final long seed;
    private final int pool;

    LengthPlan(int[] lengths, BatchSize size, long seed) {
        this.lengths = lengths.clone();
        this.size = size;
        this.seed = seed;
        double mean = Math.max(1, Arrays.stream(lengths).average().orElse(1));
        double rows = size.tokens() == 0 ? size.rows() : size.tokens() / mean;
        this.pool = (int) Math.max(1, BATCHES_IN_POOL * (size.rows() == 0 ? rows : Math.min(rows, size.rows())));
    }

    @Override
    public List<int[]> batches(long epoch) {
        SplittableRandom random = Seeds.of(seed, "shuffle", epoch);
        int[] order = IntStream.range(0, lengths.length).toArray();
        BatchPlan.shuffle(order, random);
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += pool) {
            cut(Arrays.copyOfRange(order, from, Math.min(order.length, from + pool)), lengths, size, batches);
        }
        int[] places = IntStream.range(0, batches.size()).toArray();
        BatchPlan.shuffle(places, random);
        return Arrays.stream(places).mapToObj(batches::get).toList();
    }

    /** Sorts examples by length, those of one length staying in their order, and adds the batches that they make. */
    static void cut(int[] examples, int[] lengths, BatchSize size, List<int[]> batches) {
        int[] sorted = Arrays.stream(examples)
                .boxed()
                .sorted(Comparator.comparingInt(i -> lengths[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int from = 0;
        for (int to = 1; to <= sorted.length; to++) {
            if (to == sorted.length || !size.holds(to + 1 - from, lengths[sorted[to]])) {
                batches.add(Arrays.copyOfRange(sorted, from, to));
                from = to;
            }
        }
    }
}
