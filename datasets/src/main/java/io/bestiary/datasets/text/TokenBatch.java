package io.bestiary.datasets.text;

import io.bestiary.datasets.HostTensor;
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
}
