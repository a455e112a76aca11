package io.bestiary.datasets.pairs;

import io.bestiary.datasets.Splits;

/**
 * Pairs of texts, divided in three.
 *
 * @param sha256 hash of the original file, unpacked; of several files that of the list that {@code sha256sum} prints
 */
public record PairData(Splits<TextPair> splits, String sha256) {}
