package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/** down(f(gate(x)) * up(x)): (..., C) -> (..., C); Shazeer, 2020, https://arxiv.org/abs/2002.05202. */
public final class GatedFeedForward extends NamedBlock {
    private final Block gate;
    private final Block activation;
    private final Block up;
    private final Block down;

    public GatedFeedForward(Part gate, Block activation, Part up, Part down) {
        this.gate = child(gate.name(), gate.block());
        this.activation = child("activation", activation);
        this.up = child(up.name(), up.block());
        this.down = child(down.name(), down.block());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray gates = pass.through(activation, pass.through(gate, x));
        return new NDList(pass.through(down, gates.mul(pass.through(up, x))));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        tracer.one(activation, tracer.one(gate, inputs));
        return tracer.through(down, tracer.one(up, inputs));
    }
}
