package io.bestiary.datasets.text;

import java.util.Arrays;

/**
 * A text as tokens.
 *
 * @param ids number of each token
 * @param starts where each token begins in the text, in UTF-16 units
 * @param ends where each token ends, exclusive; of tokens that share a character each covers all of it
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record Encoding(int[] ids, int[] starts, int[] ends) {

    public Encoding {
        if (starts.length != ids.length || ends.length != ids.length) {
            throw new IllegalArgumentException("offsets: must be " + ids.length + ", as there are tokens, got "
                    + starts.length + " and " + ends.length);
        }
    }

    /** Number of tokens. */
    public int size() {
        return ids.length;
    }

    /** Collects tokens as they are found. */
    static final class Builder {
        private int[] ids = new int[16];
        private int[] starts = new int[16];
        private int[] ends = new int[16];
        private int size;

        void add(int id, int start, int end) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
                starts = Arrays.copyOf(starts, 2 * size);
                ends = Arrays.copyOf(ends, 2 * size);
            }
            ids[size] = id;
            starts[size] = start;
            ends[size++] = end;
        }

        Encoding build() {
            return new Encoding(Arrays.copyOf(ids, size), Arrays.copyOf(starts, size), Arrays.copyOf(ends, size));
        }
    }
}
