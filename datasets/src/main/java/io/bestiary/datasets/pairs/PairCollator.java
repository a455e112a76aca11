package io.bestiary.datasets.pairs;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.Padded;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Makes batches of pairs. Inputs: source (B, S), its lengths (B), target without its end (B, T). Targets: target without its
 * beginning (B, T), and what each of its tokens counts in a mean over them (B, T): 0 where there is padding.
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
        Padded source = Padded.of(
                Arrays.stream(indices).mapToObj(pairs.sources()::get).toList(), FILLER);
        Padded before = Padded.of(targets(indices, 0), FILLER);
        Padded after = Padded.of(targets(indices, 1), FILLER);
        return new Batch(
                List.of(source.tokens(), source.lengths(), before.tokens()),
                List.of(after.tokens(), weights(after)),
                indices);
    }

    private List<int[]> targets(int[] indices, int from) {
        return Arrays.stream(indices)
                .mapToObj(pairs.targets()::get)
                .map(target -> Arrays.copyOfRange(target, from, target.length - 1 + from))
                .toList();
    }

    private static HostTensor weights(Padded targets) {
        int rows = Math.toIntExact(targets.tokens().shape().get(0));
        int steps = Math.toIntExact(targets.tokens().shape().get(1));
        java.nio.LongBuffer lengths = (java.nio.LongBuffer) targets.lengths().data();
        long tokens = 0;
        for (int row = 0; row < rows; row++) {
            tokens += lengths.get(row);
        }
        float[] weights = new float[rows * steps];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(weights, row * steps, row * steps + (int) lengths.get(row), 1f / tokens);
        }
        return HostTensor.floats(weights, rows, steps);
    }

    /** How many tokens of the targets the mean of a batch is over. */
    public static int tokens(Batch batch) {
        FloatBuffer weights = (FloatBuffer) batch.targets().get(1).data();
        int tokens = 0;
        for (int i = 0; i < weights.limit(); i++) {
            tokens += weights.get(i) > 0 ? 1 : 0;
        }
        return tokens;
    }
}
