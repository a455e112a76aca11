package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;

/** Attention of tokens to those of their window, by what they are and how they stand: (B, H, W, C) -> (B, H, W, C). */
final class WindowAttention extends NamedBlock {
    private final Block attention;
    private final Parameter table;
    private final int heads;
    private final int side;
    private final int shift;

    /**
     * @param side of a window, in tokens
     * @param shift of all windows down and to the right; 0 where the picture is one window
     */
    WindowAttention(int width, int heads, int side, int shift) {
        this.heads = heads;
        this.side = side;
        this.shift = shift;
        Distribution start = Distribution.normal(0.02);
        attention = child(
                "",
                new Attention(
                        Heads.of(heads, width),
                        Projection.fused("qkv", startingAt(start, linear(3 * width))),
                        part("proj", startingAt(start, linear(width))),
                        0));
        long distances = 2L * side - 1;
        table = parameter(
                "relative_position_bias_table", Parameter.Type.OTHER, start, new Shape(distances * distances, heads));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        Windows windows = Windows.over(x.size(1), x.size(2), side, shift);
        NDArray cut = windows.cut(x); // (B windows, tokens, C)
        NDArray mask = bias(pass, x);
        if (windows.isShifted()) {
            mask = everyWindow(mask, windows, x.size(0));
        }
        NDArray seen = pass.through(attention, new NDList(cut, mask)).head();
        return new NDList(windows.join(seen));
    }

    /** For each two tokens of a window of the given side, the row of their distance in the table. */
    static long[] distances(int side) {
        int tokens = side * side;
        long[] distances = new long[tokens * tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                int rows = query / side - key / side + side - 1;
                int columns = query % side - key % side + side - 1;
                distances[query * tokens + key] = rows * (2L * side - 1) + columns;
            }
        }
        return distances;
    }

    /** By the distance of two tokens in their window, (1, heads, tokens, tokens). */
    private NDArray bias(Pass pass, NDArray x) {
        int tokens = side * side;
        NDArray ids = HostMemory.array(x.getManager(), distances(side), new Shape((long) tokens * tokens));
        return ai.djl.nn.core.Embedding.embedding(ids, pass.value(table, x), ai.djl.ndarray.types.SparseFormat.DENSE)
                .singletonOrThrow()
                .transpose()
                .reshape(1, heads, tokens, tokens);
    }

    /** Windows that hold tokens from both ends of the picture hide them from each other: (B windows, heads, tokens, tokens). */
    private NDArray everyWindow(NDArray bias, Windows windows, long batch) {
        int tokens = side * side;
        NDArray apart = windows.apart(bias.getManager()).reshape(1, -1, 1, tokens, tokens);
        NDArray each = bias.getManager()
                .zeros(new Shape(batch, 1, 1, 1, 1), bias.getDataType())
                .add(apart)
                .add(bias.reshape(1, 1, heads, tokens, tokens));
        return each.reshape(-1, heads, tokens, tokens);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = inputs[0];
        Windows windows = Windows.over(x.get(1), x.get(2), side, shift);
        tracer.one(attention, new Shape(x.get(0) * windows.count(), (long) side * side, x.get(3)));
        return inputs;
    }
}
