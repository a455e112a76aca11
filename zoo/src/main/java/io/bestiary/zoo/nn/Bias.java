package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Adds one trained number to each unit, for layers whose bias has a name apart: (..., units) -> (..., units). */
public final class Bias extends NamedBlock {
    private final Parameter bias;

    public Bias(String name, int units) {
        bias = parameter(name, Parameter.Type.BIAS, Distribution.constant(0), new Shape(units));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(inputs.singletonOrThrow().add(pass.value(bias, inputs.head())));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return inputs;
    }
}
