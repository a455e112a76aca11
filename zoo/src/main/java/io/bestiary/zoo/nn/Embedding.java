package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** A vector for each id: (...) -> (..., size). Its parameter is {@code weight} (count, size). */
public final class Embedding extends NamedBlock {
    private final int size;
    private final Parameter weight;

    /** Starts, as torch does, from standard normal values. */
    public Embedding(int count, int size) {
        this(count, size, Distribution.normal(1));
    }

    public Embedding(int count, int size, Distribution initial) {
        this.size = size;
        this.weight = parameter("weight", Parameter.Type.WEIGHT, initial, new Shape(count, size));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray ids = inputs.head();
        NDArray rows = pass.value(weight, ids).get(new NDIndex("{}", ids.reshape(-1)));
        return new NDList(rows.reshape(ids.getShape().add(size)));
    }

    /** How well each id's vector fits: x W', (B, T, size) -> (B, T, count). A head that is tied to the embedding. */
    public NDArray scores(Pass pass, NDArray x) {
        return x.matMul(pass.value(weight, x).transpose());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {inputs[0].add(size)};
    }
}
