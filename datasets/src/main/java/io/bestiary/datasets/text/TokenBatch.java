package io.bestiary.datasets.text;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.HostTensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Sequences of tokens put together for a network. */
public final class TokenBatch {

    private TokenBatch() {}

    /**
     * Rows as long as the longest sequence, at least one token: (B, T).
     *
     * @param padding what follows the end of a shorter one
     */
    public static HostTensor padded(List<int[]> sequences, int padding) {
        int length = sequences.stream().mapToInt(row -> row.length).max().orElse(0);
        int width = Math.max(1, length);
        long[] values = new long[sequences.size() * width];
        Arrays.fill(values, padding);
        for (int row = 0; row < sequences.size(); row++) {
            int[] tokens = sequences.get(row);
            for (int t = 0; t < tokens.length; t++) {
                values[row * width + t] = tokens[t];
            }
        }
        return HostTensor.longs(values, sequences.size(), width);
    }

    /** How many tokens each sequence has: (B). */
    public static HostTensor lengths(List<int[]> sequences) {
        return HostTensor.longs(sequences.stream().mapToLong(row -> row.length).toArray(), sequences.size());
    }

    /** 1 for each token of a sequence, 0 for the padding behind it: (B, T). */
    public static HostTensor counts(List<int[]> sequences) {
        int width =
                Math.max(1, sequences.stream().mapToInt(row -> row.length).max().orElse(0));
        float[] counts = new float[sequences.size() * width];
        for (int row = 0; row < sequences.size(); row++) {
            Arrays.fill(counts, row * width, row * width + sequences.get(row).length, 1);
        }
        return HostTensor.floats(counts, sequences.size(), width);
    }

    /** How many tokens of a batch count, by its second target: what the mean of its loss is over. */
    public static int counted(Batch batch) {
        FloatBuffer counts = (FloatBuffer) batch.targets().get(1).data().duplicate();
        int counted = 0;
        while (counts.hasRemaining()) {
            counted += counts.get() > 0 ? 1 : 0;
        }
        return counted;
    }
}
