package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** Normalizes each number of the vectors of a sequence over all places of all sequences: (B, T, C) -> (B, T, C). */
public final class TokenBatchNorm extends NamedBlock {
    private final Block norm = child("", Layers.batchNorm());

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(pass.through(norm, x.reshape(-1, x.size(2))).reshape(x.getShape()));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        tracer.one(norm, new Shape(inputs[0].get(0) * inputs[0].get(1), inputs[0].get(2)));
        return inputs;
    }
}
