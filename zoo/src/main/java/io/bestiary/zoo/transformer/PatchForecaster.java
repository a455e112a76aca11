package io.bestiary.zoo.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.Context;
import io.bestiary.zoo.nn.attention.Stack;

/**
 * Tells the future of each column of a series from pieces of its own past: (B, L, C) -> (B, horizon, C).
 *
 * <p>Each column of a window is standardised before and set back after; Kim et al., 2022 (RevIN), without trained numbers.
 */
final class PatchForecaster extends NamedBlock {
    private static final double EPSILON = 1e-5;

    private final Patches patches;
    private final int horizon;
    private final Block embedding;
    private final Block positions;
    private final Block dropout;
    private final Stack stack;
    private final Block projection;

    /**
     * Where the pieces of a window lie: the last one ends with it, and what is left over is at its beginning.
     *
     * @param context values of a window
     * @param length values of a piece
     * @param stride values from one piece to the next
     */
    record Patches(int context, int length, int stride) {

        int count() {
            return (context - length) / stride + 1;
        }

        /** Row numbers of all pieces, one piece after another. */
        long[] rows() {
            int start = context - length - stride * (count() - 1);
            long[] rows = new long[count() * length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = start + (long) i / length * stride + i % length;
            }
            return rows;
        }
    }

    PatchForecaster(
            Patches patches,
            int horizon,
            Block embedding,
            Block positions,
            double dropout,
            Stack stack,
            Block projection) {
        this.patches = patches;
        this.horizon = horizon;
        this.embedding = child("model.encoder.embedder.input_embedding", embedding);
        this.positions = child("model.encoder.positional_encoder", positions);
        this.dropout = child("dropout", Layers.dropout(dropout));
        this.stack = child("model.encoder", stack);
        this.projection = child("head.projection", projection);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray mean = x.mean(new int[] {1}, true); // (B, 1, C)
        NDArray distance = x.sub(mean);
        NDArray scale = distance.square().mean(new int[] {1}, true).add(EPSILON).sqrt();
        NDArray values = pass.through(embedding, cut(distance.div(scale))); // (B C, N, P) -> (B C, N, D)
        values = pass.through(dropout, pass.through(positions, values));
        values = stack.forward(pass, values, Context.encoder(null));
        NDArray told = pass.through(projection, values.reshape(values.size(0), -1)); // -> (B C, horizon)
        return new NDList(told.reshape(x.size(0), x.size(2), horizon)
                .transpose(0, 2, 1)
                .mul(scale)
                .add(mean));
    }

    /** (B, L, C) -> (B C, N, P). */
    private NDArray cut(NDArray x) {
        long[] rows = patches.rows();
        NDArray index = HostMemory.array(x.getManager(), rows, new Shape(rows.length));
        return x.transpose(1, 0, 2)
                .get(new NDIndex("{}", index)) // (N P, B, C)
                .reshape(patches.count(), patches.length(), x.size(0), x.size(2))
                .transpose(2, 3, 0, 1)
                .reshape(-1, patches.count(), patches.length());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = inputs[0];
        Shape cut = new Shape(x.get(0) * x.get(2), patches.count(), patches.length());
        Shape read = tracer.one(
                stack, tracer.one(dropout, tracer.one(positions, tracer.one(embedding, cut)))); // (B C, N, D)
        tracer.one(projection, new Shape(read.get(0), read.get(1) * read.get(2)));
        return new Shape[] {new Shape(x.get(0), horizon, x.get(2))};
    }
}
