package io.bestiary.zoo.gan;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Operation;

/** Between vectors and pictures. */
final class Flat {

    private Flat() {}

    /** (B, C H W) -> (B, C, H, W). */
    static Block picture(int channels, int side) {
        return new Operation(
                "picture",
                x -> x.reshape(x.size(0), channels, side, side),
                shape -> new Shape(shape.get(0), channels, side, side));
    }
}
