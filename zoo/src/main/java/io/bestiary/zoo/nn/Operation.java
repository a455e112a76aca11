package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/**
 * A function of one array, without parameters, that knows its output's shape.
 *
 * <p>DJL's {@code LambdaBlock} finds the shape by running the function on zeros, on the default engine.
 */
public final class Operation extends NamedBlock {
    private final String name;
    private final UnaryOperator<NDArray> function;
    private final UnaryOperator<Shape> shape;

    public Operation(String name, UnaryOperator<NDArray> function, UnaryOperator<Shape> shape) {
        this.name = name;
        this.function = function;
        this.shape = shape;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(function.apply(inputs.singletonOrThrow()));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {shape.apply(inputs[0])};
    }

    @Override
    public String toString() {
        return name;
    }
}
