package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;

/** Blocks one after another. */
public final class Sequence extends NamedBlock {
    private final List<Block> blocks = new ArrayList<>();
    private boolean folded;

    public Sequence(List<Part> parts) {
        parts.forEach(part -> blocks.add(child(part.name(), part.block())));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        if (folded && pass.training()) {
            throw new IllegalStateException("network: cannot be trained, its norms are folded into its convolutions");
        }
        NDList values = inputs;
        Block before = null;
        for (Block block : blocks) {
            NDList outputs = through(pass, before, block, values);
            pass.free(values, inputs, outputs);
            values = outputs;
            before = block;
        }
        return values;
    }

    private static NDList through(Pass pass, Block before, Block block, NDList values) {
        return before != null
                        && block instanceof Operation operation
                        && operation.overwrites()
                        && Overwriting.allows(pass, before, values.head())
                ? new NDList(operation.over(values.head()))
                : pass.through(block, values);
    }

    /** The block whose output this puts out, or null. */
    Block last() {
        return blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    }

    /** Puts one convolution in the place of each that a batch normalization follows; no training can come after it. */
    void fold() {
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (blocks.get(i) instanceof Conv2d convolution && blocks.get(i + 1) instanceof BatchNorm norm) {
                blocks.set(i, convolution.with(norm));
                blocks.remove(i + 1);
                folded = true;
            }
        }
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
