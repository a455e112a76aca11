package io.bestiary.datasets.labelled;

/**
 * A text and its class.
 *
 * @param place file and line, for messages
 */
public record LabelledText(String text, String label, String place) {}
