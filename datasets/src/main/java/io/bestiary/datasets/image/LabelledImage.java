package io.bestiary.datasets.image;

/**
 * A picture and its class.
 *
 * @param id where it came from, such as a file's path or an index
 * @param label class in [0, K)
 */
public record LabelledImage(String id, PixelImage image, int label) {}
