package io.bestiary.datasets.pairs;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.text.TokenBatch;
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
        List<int[]> sources =
                Arrays.stream(indices).mapToObj(pairs.sources()::get).toList();
        List<int[]> answers = targets(indices, 1);
        return new Batch(
                List.of(
                        TokenBatch.padded(sources, FILLER),
                        TokenBatch.lengths(sources),
                        TokenBatch.padded(targets(indices, 0), FILLER)),
                List.of(TokenBatch.padded(answers, FILLER), weights(answers)),
                indices);
    }

    private List<int[]> targets(int[] indices, int from) {
        return Arrays.stream(indices)
                .mapToObj(pairs.targets()::get)
                .map(target -> Arrays.copyOfRange(target, from, target.length - 1 + from))
                .toList();
    }

    private static HostTensor weights(List<int[]> targets) {
        int steps = targets.stream().mapToInt(target -> target.length).max().orElse(0);
        int tokens = targets.stream().mapToInt(target -> target.length).sum();
        float[] weights = new float[targets.size() * steps];
        for (int row = 0; row < targets.size(); row++) {
            Arrays.fill(weights, row * steps, row * steps + targets.get(row).length, 1f / tokens);
        }
        return HostTensor.floats(weights, targets.size(), steps);
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
