package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Divides the last axis by its root mean square and scales it; Zhang and Sennrich, 2019, https://arxiv.org/abs/1910.07467. */
public final class RmsNorm extends NamedBlock {
    private final double epsilon;
    private final Parameter weight;

    public RmsNorm(double epsilon) {
        this.epsilon = epsilon;
        weight = parameter("weight", Parameter.Type.GAMMA, Distribution.constant(1), null);
    }

    @Override
    protected void prepare(Shape[] inputs) {
        weight.setShape(new Shape(inputs[0].tail()));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        int last = x.getShape().dimension() - 1;
        NDArray meanSquare = x.mul(x).mean(new int[] {last}, true);
        return new NDList(x.div(meanSquare.add(epsilon).sqrt()).mul(pass.value(weight, x)));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return inputs;
    }
}
