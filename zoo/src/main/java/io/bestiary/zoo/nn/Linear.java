package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.engine.Fused;
import io.bestiary.zoo.engine.OneDnn;

/** x W' + b over the last axis: (..., in) -> (..., units). */
public final class Linear extends NamedBlock {
    private final int units;
    private final Parameter weight;
    private final Parameter bias;

    Linear(int units, boolean shifts) {
        this.units = units;
        weight = parameter("weight", Parameter.Type.WEIGHT, Distribution.standard(Parameter.Type.WEIGHT), null);
        bias = shifts
                ? parameter("bias", Parameter.Type.BIAS, Distribution.standard(Parameter.Type.BIAS), new Shape(units))
                : null;
    }

    /**
     * Multiplies.
     *
     * @param pass in training gradients are asked for
     * @param x (..., in)
     * @param weight (units, in)
     * @param bias (units), or null
     * @return (..., units)
     */
    public static NDArray of(Pass pass, NDArray x, NDArray weight, NDArray bias) {
        // PyTorch adds to more than rows in a pass of its own, over what it first filled with zeros.
        boolean rows = bias == null || x.getShape().dimension() <= 2;
        NDArray product = product(pass, rows ? x : x.reshape(-1, x.getShape().tail()), weight, bias);
        return rows ? product : product.reshape(over(x.getShape(), weight.size(0)));
    }

    private static NDArray product(Pass pass, NDArray x, NDArray weight, NDArray bias) {
        return !pass.training() && OneDnn.outruns(x, x.size() * weight.size(0))
                ? Fused.linear(x, weight, bias)
                : ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
    }

    private static Shape over(Shape x, long units) {
        return x.slice(0, x.dimension() - 1).add(units);
    }

    @Override
    protected void prepare(Shape[] inputs) {
        weight.setShape(new Shape(units, inputs[0].tail()));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(of(pass, x, pass.value(weight, x), bias == null ? null : pass.value(bias, x)));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {over(inputs[0], units)};
    }
}
