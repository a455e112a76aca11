package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** The sum of two ways through the network: x -> body(x) + shortcut(x). */
public final class Residual extends NamedBlock {
    private final Block body;
    private final Block shortcut;

    public Residual(Part body, Part shortcut) {
        this.body = child(body.name(), body.block());
        this.shortcut = child(shortcut.name(), shortcut.block());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray left = pass.through(body, inputs.head());
        NDArray right = pass.through(shortcut, inputs.head());
        return new NDList(Overwriting.allows(pass, body, left) ? left.addi(right) : left.add(right));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape left = tracer.one(body, inputs);
        Shape right = tracer.one(shortcut, inputs);
        if (!left.equals(right)) {
            throw new IllegalArgumentException(
                    "residual: both ways must end in one shape, got " + left + " and " + right);
        }
        return new Shape[] {left};
    }
}
