package io.bestiary.datasets.text;

/**
 * How texts come to a language model that was trained to read windows of its context, each of which ends with the last token,
 * as textgenrnn was.
 *
 * @param texts all else
 * @param filler the token that stands before the first one in windows that are not full
 */
public record FilledWindows(TextPreprocessor texts, String filler) {}
