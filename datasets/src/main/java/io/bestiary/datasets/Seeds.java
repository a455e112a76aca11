package io.bestiary.datasets;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Randomness as a function of what it is for: the same arguments give the same numbers, whatever was drawn before, by
 * however many threads, in this process or in one that goes on after it.
 */
public final class Seeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A fresh source of random numbers. */
    public static SplittableRandom of(long seed, String purpose, long... numbers) {
        return new SplittableRandom(mix(seed, purpose, numbers));
    }

    /**
     * Mixes the arguments to 64 bits, all of which change when any argument does. The values are part of what a
     * checkpoint relies on when it resumes, so they stay as they are.
     *
     * @param purpose such as {@code shuffle}: separates uses that share the numbers
     * @param numbers such as epoch and index
     */
    public static long mix(long seed, String purpose, long... numbers) {
        long state = step(0, seed);
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            state = step(state, b);
        }
        state = step(state, numbers.length);
        for (long number : numbers) {
            state = step(state, number);
        }
        return state;
    }

    /** One step of SplitMix64 (Steele, Lea, Flood, 2014) from a state that has taken in the value. */
    private static long step(long state, long value) {
        long z = (state ^ value) + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
