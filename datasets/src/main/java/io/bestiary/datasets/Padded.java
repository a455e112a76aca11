package io.bestiary.datasets;

import java.util.Arrays;
import java.util.List;

/**
 * Sequences of different lengths put together, each filled up at its end.
 *
 * @param tokens int64 (B, T), T being the longest length
 * @param lengths int64 (B): how many steps of each sequence are its own
 */
public record Padded(HostTensor tokens, HostTensor lengths) {

    /**
     * Puts sequences together.
     *
     * @param sequences at least one, each of at least one step
     * @param filler what stands where a sequence has ended
     */
    public static Padded of(List<int[]> sequences, long filler) {
        int longest =
                sequences.stream().mapToInt(sequence -> sequence.length).max().orElse(0);
        long[] tokens = new long[Math.multiplyExact(sequences.size(), longest)];
        Arrays.fill(tokens, filler);
        long[] lengths = new long[sequences.size()];
        for (int row = 0; row < lengths.length; row++) {
            int[] sequence = sequences.get(row);
            if (sequence.length == 0) {
                throw new IllegalArgumentException("sequences: must have at least one step, got none in " + row);
            }
            lengths[row] = sequence.length;
            for (int t = 0; t < sequence.length; t++) {
                tokens[row * longest + t] = sequence[t];
            }
        }
        return new Padded(HostTensor.longs(tokens, lengths.length, longest), HostTensor.longs(lengths, lengths.length));
    }
}
