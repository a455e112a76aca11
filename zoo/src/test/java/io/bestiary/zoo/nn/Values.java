package io.bestiary.zoo.nn;

import java.util.SplittableRandom;

/** Numbers to compute with. */
final class Values {

    private Values() {}

    /** Drawn evenly from -1 to 1. */
    static float[] drawn(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
