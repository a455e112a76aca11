package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Blocks one after another. */
public final class Sequence extends NamedBlock {
    private final List<Block> blocks = new ArrayList<>();
    private List<Block> order;

    public Sequence(List<Part> parts) {
        parts.forEach(part -> blocks.add(child(part.name(), part.block())));
        order = order(blocks);
    }

    /**
     * The blocks as they are computed. The largest of what is left by a ReLU is what a ReLU leaves of the largest, with the same
     * gradients: so it looks at the fewer values.
     */
    private static List<Block> order(List<Block> blocks) {
        List<Block> order = new ArrayList<>(blocks);
        for (int i = 0; i + 1 < order.size(); i++) {
            if (order.get(i) instanceof Relu && order.get(i + 1) instanceof MaxPool) {
                Collections.swap(order, i, i + 1);
            }
        }
        return order;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDList values = inputs;
        Block before = null;
        for (Block block : pass.isWatched() ? blocks : order) {
            NDList outputs = through(pass, before, block, values);
            pass.free(values, inputs, outputs);
            values = outputs;
            before = block;
        }
        return values;
    }

    private static NDList through(Pass pass, Block before, Block block, NDList values) {
        return before != null && block instanceof Relu relu && Overwriting.allows(pass, before, values.head())
                ? new NDList(relu.over(values.head()))
                : pass.through(block, values);
    }

    /** The blocks that it computes with: its children, or what they were folded into. */
    List<Block> computed() {
        return List.copyOf(blocks);
    }

    /** The block whose output this puts out, or null. */
    Block last() {
        return blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    }

    /** Puts one convolution in the place of each that a batch normalization follows. */
    void fold() {
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (blocks.get(i) instanceof Conv2d convolution && blocks.get(i + 1) instanceof BatchNorm norm) {
                blocks.set(i, convolution.with(norm));
                blocks.remove(i + 1);
            }
        }
        order = order(blocks);
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
