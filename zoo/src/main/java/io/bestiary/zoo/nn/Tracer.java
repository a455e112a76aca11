package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** Carries shapes through a block, and does on the way what it was made for: initialize, count, record. */
@FunctionalInterface
public interface Tracer {

    /** Visits one block with the shapes of its inputs and returns the shapes of its outputs. */
    Shape[] through(Block block, Shape... inputs);

    /** Visits a block that returns one array. */
    default Shape one(Block block, Shape... inputs) {
        return through(block, inputs)[0];
    }
}
