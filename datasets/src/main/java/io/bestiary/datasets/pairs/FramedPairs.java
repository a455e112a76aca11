package io.bestiary.datasets.pairs;

import java.util.List;

/**
 * How texts come to a network that was trained elsewhere, with signs of its own around them. A source stands in the frame of
 * its tokenizer, or before the end alone.
 *
 * @param pairs all else
 * @param begin special tokens that a target begins with
 * @param end special token that ends it
 */
public record FramedPairs(PairPreprocessor pairs, List<String> begin, String end) {

    public FramedPairs {
        begin = List.copyOf(begin);
        if (begin.isEmpty()) {
            throw new IllegalArgumentException("begin: must be at least one token, got none");
        }
    }
}
