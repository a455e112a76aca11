package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * An output layer whose matrix is the table of an embedding: (..., width) -> (..., rows).
 *
 * <p>The table belongs to the embedding: it is saved, counted and trained once, under the embedding's name.
 */
public final class TiedLinear extends NamedBlock {
    private final Embedding embedding;

    public TiedLinear(Embedding embedding) {
        this.embedding = embedding;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(Linear.of(pass, x, embedding.table(pass, x), null));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {inputs[0].slice(0, inputs[0].dimension() - 1).add(embedding.rows())};
    }

    @Override
    protected Optional<Work> work(Shape... inputs) {
        Shape output = getOutputShapes(inputs)[0];
        return Optional.of(new Work("TiedLinear", output, output.size() * embedding.width()));
    }
}
