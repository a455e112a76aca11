package io.bestiary.training.recipe;

/**
 * When checkpoints are written, beside those at the end of every epoch; {@code last} and {@code best} always stay.
 *
 * @param steps after which one is written; 0 for none
 * @param minutes after which one is written; 0 for none
 * @param keepEvery epochs after which one stays under the epoch's number; 0 for none
 */
public record Checkpoints(int steps, int minutes, int keepEvery) {
    public static final Checkpoints DEFAULTS = new Checkpoints(0, 0, 0);

    public Checkpoints {
        check("steps", steps);
        check("minutes", minutes);
        check("keep_every", keepEvery);
    }

    private static void check(String key, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(key + ": must be at least 0, got " + value);
        }
    }
}
