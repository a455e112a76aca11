package io.bestiary.datasets.text;

/**
 * How texts are divided.
 *
 * @param validation share of what is learned from that chooses between epochs instead; may be 0
 * @param test share that the result is measured on
 */
record Shares(double validation, double test) {

    Shares {
        check("validation", validation);
        check("test", test);
        if (test == 0) {
            throw new IllegalArgumentException("test: must be above 0, got 0.0");
        }
    }

    private static void check(String key, double share) {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException(key + ": must be between 0 and 0.9, got " + share);
        }
    }

    /** Where validation and test begin among so many, in their order. */
    long[] borders(long count) {
        long test = (long) (count * (1 - test()));
        return new long[] {(long) (test * (1 - validation)), test};
    }
}
