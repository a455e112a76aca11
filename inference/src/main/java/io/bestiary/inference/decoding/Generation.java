package io.bestiary.inference.decoding;

import java.util.Set;

/**
 * How far a text is written on.
 *
 * @param most tokens to write
 * @param stops tokens that end it; the one that does is not part of the answer
 * @param never tokens that are not written
 * @param cached whether the network goes on from its state; without, it reads everything again at each token, and gives
 *     the same
 */
public record Generation(int most, Set<Integer> stops, Set<Integer> never, boolean cached) {

    public Generation {
        if (most < 0) {
            throw new IllegalArgumentException("most: must be at least 0, got " + most);
        }
        stops = Set.copyOf(stops);
        never = Set.copyOf(never);
    }

    /** Any token may be written. */
    public Generation(int most, Set<Integer> stops, boolean cached) {
        this(most, stops, Set.of(), cached);
    }

    /** So many tokens, if none of the given ends it before. */
    public static Generation upTo(int most, Integer... stops) {
        return new Generation(most, Set.of(stops), true);
    }
}
