package io.bestiary.datasets.pairs;

/**
 * A text and what is to become of it.
 *
 * @param source what is read
 * @param target what is written
 * @param place where it is from, for messages: a file and a line
 */
public record TextPair(String source, String target, String place) {}
