package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** Goes on over the edge of a picture with its mirror image, the edge itself not repeated. */
public final class Reflection {

    private Reflection() {}

    /** (B, C, H, W) -> (B, C, H + 2 padding, W + 2 padding). */
    public static Block pad(int padding) {
        return new Operation("reflectionPad", x -> mirrored(mirrored(x, 2, padding), 3, padding), shape -> {
            if (Math.min(shape.get(2), shape.get(3)) <= padding) {
                throw new IllegalArgumentException("image_size: must leave more than " + padding
                        + " pixels to be mirrored here, got " + shape.get(2) + "x" + shape.get(3));
            }
            return new Shape(shape.get(0), shape.get(1), shape.get(2) + 2L * padding, shape.get(3) + 2L * padding);
        });
    }

    private static NDArray mirrored(NDArray x, int axis, int padding) {
        String before = axis == 2 ? ":, :, " : ":, :, :, ";
        long size = x.size(axis);
        NDArray start = x.get(before + "1:" + (padding + 1)).flip(axis);
        NDArray end = x.get(before + (size - padding - 1) + ":" + (size - 1)).flip(axis);
        return NDArrays.concat(new NDList(start, x, end), axis);
    }
}
