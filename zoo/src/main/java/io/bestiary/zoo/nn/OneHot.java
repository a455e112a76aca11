package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/** Puts a class beside a vector, as zeros and a one: (B, N), classes (B) -> (B, N + K). */
public final class OneHot extends NamedBlock {
    private final int classes;

    public OneHot(int classes) {
        this.classes = classes;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        return new NDList(x.concat(inputs.get(1).oneHot(classes, x.getDataType()), 1));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), inputs[0].get(1) + classes)};
    }
}
