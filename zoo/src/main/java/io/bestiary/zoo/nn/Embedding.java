package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import java.util.Optional;

/** A table with one row for each id: ids (...) -> vectors (..., width). */
public final class Embedding extends NamedBlock {
    private final int rows;
    private final int width;
    private final Parameter weight;

    /** A table of the given size that starts from the given distribution. */
    public Embedding(int rows, int width, Distribution initial) {
        this.rows = rows;
        this.width = width;
        weight = parameter("weight", Parameter.Type.WEIGHT, initial, new Shape(rows, width));
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return width;
    }

    /** The table (rows, width), for an output layer that shares it. */
    NDArray table(Pass pass, NDArray like) {
        return pass.value(weight, like);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray ids = inputs.singletonOrThrow();
        return ai.djl.nn.core.Embedding.embedding(ids, table(pass, ids), SparseFormat.DENSE);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {inputs[0].add(width)};
    }

    /** A row is looked up, not computed. */
    @Override
    protected Optional<Work> work(Shape... inputs) {
        return Optional.of(new Work("Embedding", inputs[0].add(width), 0));
    }
}
