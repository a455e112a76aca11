package io.bestiary.datasets.text;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Special tokens that a network was trained to find around each text.
 *
 * @param before numbers of those that come first
 * @param after numbers of those that come last
 */
public record Frame(List<Integer> before, List<Integer> after) {

    public Frame {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** How many there are. */
    public int size() {
        return before.size() + after.size();
    }

    /** The tokens of a text with those around it. */
    public int[] around(int... text) {
        return IntStream.concat(
                        IntStream.concat(before.stream().mapToInt(id -> id), IntStream.of(text)),
                        after.stream().mapToInt(id -> id))
                .toArray();
    }
}
