package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;

/**
 * A picture to be drawn again.
 *
 * @param label number of its class; 0 where the network is not told classes
 */
public record Original(PixelImage picture, int label) {}
