package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** Between vectors and pictures. */
public final class Flat {

    private Flat() {}

    /** (B, C H W) -> (B, C, H, W). */
    public static Block picture(int channels, int side) {
        return new Operation(
                "picture",
                x -> x.reshape(x.size(0), channels, side, side),
                shape -> new Shape(shape.get(0), channels, side, side));
    }
}
