package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;

/** Blocks one after another. */
public final class Sequence extends NamedBlock {
    private final List<Block> blocks = new ArrayList<>();

    public Sequence(List<Part> parts) {
        parts.forEach(part -> blocks.add(child(part.name(), part.block())));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDList values = inputs;
        for (Block block : blocks) {
            NDList outputs = pass.through(block, values);
            pass.free(values, inputs, outputs);
            values = outputs;
        }
        return values;
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape[] shapes = inputs;
        for (Block block : blocks) {
            shapes = tracer.through(block, shapes);
        }
        return shapes;
    }
}
