package io.bestiary.zoo.nn;

/** Which way a recurrent network reads. */
public enum Direction {
    /** From the first step to the last. */
    FORWARD,
    /** Both ways, the outputs side by side. */
    BIDIRECTIONAL;

    /** How many times as wide as one way the output is. */
    public int ways() {
        return this == FORWARD ? 1 : 2;
    }
}
