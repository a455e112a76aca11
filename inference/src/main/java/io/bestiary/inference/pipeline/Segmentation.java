package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;

/**
 * What of a picture belongs to something.
 *
 * @param mask grey, of the picture's height and width: 255 where it belongs, else 0
 * @param share of the pixels that belong
 */
public record Segmentation(PixelImage mask, double share) {}
