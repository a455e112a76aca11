package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.Shape;

/** A square that slides over a picture; what counts is where it finds room. */
record Window(int kernel, int stride, int padding, Ending ending) {

    /** Whether a last window may reach over the edge. */
    enum Ending {
        INSIDE,
        OVER_THE_EDGE
    }

    /**
     * (B, C, H, W) -> (B, channels, H', W').
     *
     * @throws IllegalArgumentException if the picture has no room for one window
     */
    Shape over(Shape picture, long channels) {
        int least = kernel - 2 * padding - (ending == Ending.INSIDE ? 0 : stride - 1);
        if (Math.min(picture.get(2), picture.get(3)) < least) {
            throw new IllegalArgumentException("image_size: must leave at least " + least + " pixels for a window of "
                    + kernel + " here, got " + picture.get(2) + "x" + picture.get(3));
        }
        return new Shape(picture.get(0), channels, places(picture.get(2)), places(picture.get(3)));
    }

    private long places(long side) {
        long room = side + 2L * padding - kernel;
        return ending == Ending.INSIDE ? room / stride + 1 : (room + stride - 1) / stride + 1;
    }
}
