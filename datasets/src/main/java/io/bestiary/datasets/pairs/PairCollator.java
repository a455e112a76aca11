package io.bestiary.datasets.pairs;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.text.TokenBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Makes batches of pairs. Inputs: source (B, S), its lengths (B), target without its end (B, T). Targets: target without its
 * beginning (B, T), and whether each of its tokens counts (B, T), 1 or 0, which padding has.
 */
public final class PairCollator implements Collator {
    /** Any token will do: what stands there is never looked at. */
    private static final int FILLER = 0;

    private final EncodedPairs pairs;

    public PairCollator(EncodedPairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        List<int[]> sources =
                Arrays.stream(indices).mapToObj(pairs.sources()::get).toList();
        List<int[]> answers = targets(indices, 1);
        return new Batch(
                List.of(
                        TokenBatch.padded(sources, FILLER),
                        TokenBatch.lengths(sources),
                        TokenBatch.padded(targets(indices, 0), FILLER)),
                List.of(TokenBatch.padded(answers, FILLER), TokenBatch.counts(answers)),
                indices);
    }

    private List<int[]> targets(int[] indices, int from) {
        return Arrays.stream(indices)
                .mapToObj(pairs.targets()::get)
                .map(target -> Arrays.copyOfRange(target, from, target.length - 1 + from))
                .toList();
    }
}
