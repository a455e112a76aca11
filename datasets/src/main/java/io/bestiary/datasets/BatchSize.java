package io.bestiary.datasets;

/**
 * How much goes into a batch of sequences.
 *
 * @param rows most sequences; 0 for any number
 * @param tokens most steps, padding among them: sequences times the longest of them; 0 for any number. A sequence that is
 *     longer than this is a batch of its own
 */
public record BatchSize(int rows, int tokens) {

    public BatchSize {
        if (rows < 0 || tokens < 0 || rows + tokens == 0) {
            throw new IllegalArgumentException(
                    "batch_size: must be at least 1 row or token, got " + rows + " rows and " + tokens + " tokens");
        }
    }

    /** Whether so many sequences, the longest of so many steps, fit in a batch. */
    boolean holds(int count, int longest) {
        return (rows == 0 || count <= rows) && (tokens == 0 || (long) count * longest <= tokens);
    }
}
