package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Normalizes the last axis to mean 0 and variance 1, then scales and, if asked, shifts it; Ba et al., 2016. */
public final class LayerNorm extends NamedBlock {
    private final double epsilon;
    private final Parameter weight;
    private final Parameter bias;

    /** With a shift. */
    public LayerNorm(double epsilon) {
        this(epsilon, true);
    }

    public LayerNorm(double epsilon, boolean shifts) {
        this.epsilon = epsilon;
        weight = parameter("weight", Parameter.Type.GAMMA, Distribution.constant(1), null);
        bias = shifts ? parameter("bias", Parameter.Type.BETA, Distribution.constant(0), null) : null;
    }

    @Override
    protected void prepare(Shape[] inputs) {
        Shape width = new Shape(inputs[0].tail());
        weight.setShape(width);
        if (bias != null) {
            bias.setShape(width);
        }
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        Shape width = new Shape(x.getShape().tail());
        NDArray shift = bias == null ? x.getManager().zeros(width, x.getDataType()) : pass.value(bias, x);
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, width, pass.value(weight, x), shift, (float) epsilon);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return inputs;
    }
}
