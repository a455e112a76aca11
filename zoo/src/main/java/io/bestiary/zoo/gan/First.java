package io.bestiary.zoo.gan;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/** Sends the first of several arrays through a block and lets the others pass beside it. */
final class First extends NamedBlock {
    private final Block block;

    First(Block block) {
        this.block = child("", block);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDList outputs = new NDList(pass.through(block, inputs.head()));
        outputs.addAll(inputs.subNDList(1));
        return outputs;
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape[] outputs = inputs.clone();
        outputs[0] = tracer.one(block, inputs[0]);
        return outputs;
    }
}
