package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks one after another, some of whose outputs a head of its own also reads in training: gives the last block's output,
 * and in training after it those of the heads, in the order of the network.
 */
public final class Tapped extends NamedBlock {
    private final Map<String, Block> trunk = new LinkedHashMap<>();
    private final Map<String, Block> heads = new LinkedHashMap<>();

    /**
     * @param trunk the blocks
     * @param heads by the name of the block whose output they read
     */
    public Tapped(List<Part> trunk, Map<String, Part> heads) {
        for (Part part : trunk) {
            this.trunk.put(part.name(), child(part.name(), part.block()));
            Part head = heads.get(part.name());
            if (head != null) {
                this.heads.put(part.name(), child(head.name(), head.block()));
            }
        }
        if (this.heads.size() != heads.size()) {
            throw new IllegalArgumentException(
                    "heads: must read one of " + this.trunk.keySet() + " each, got " + heads.keySet());
        }
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDList read = new NDList();
        for (Map.Entry<String, Block> block : trunk.entrySet()) {
            x = pass.through(block.getValue(), x);
            if (pass.training() && heads.containsKey(block.getKey())) {
                read.add(pass.through(heads.get(block.getKey()), x));
            }
        }
        NDList outputs = new NDList(x);
        outputs.addAll(read);
        return outputs;
    }

    /** The shape of the last block's output, which is all there is in evaluation. */
    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape shape = inputs[0];
        for (Map.Entry<String, Block> block : trunk.entrySet()) {
            shape = tracer.one(block.getValue(), shape);
            if (heads.containsKey(block.getKey())) {
                tracer.one(heads.get(block.getKey()), shape);
            }
        }
        return new Shape[] {shape};
    }
}
