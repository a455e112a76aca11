package io.bestiary.datasets.image;

/**
 * A picture and what of it belongs to something.
 *
 * @param id where it came from, such as a file's path
 * @param mask grey, of the picture's height and width: from 128 on it belongs
 */
public record MaskedImage(String id, PixelImage image, PixelImage mask) {

    /** From this value on a pixel of a mask belongs. */
    public static final int BELONGS = 128;
}
