package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Work;

/**
 * How attention is split.
 *
 * @param queries heads of queries
 * @param keysValues heads of keys and values, each of which serves a group of queries
 * @param size numbers in one head
 * @param scale of the scores
 */
public record Heads(int queries, int keysValues, int size, double scale) {

    /** As many heads of keys and values as of queries, scores divided by the root of the size of a head. */
    public static Heads of(int heads, int width) {
        return grouped(heads, heads, width / heads);
    }

    /** Fewer heads of keys and values than of queries; Ainslie et al., 2023, https://arxiv.org/abs/2305.13245. */
    public static Heads grouped(int queries, int keysValues, int size) {
        return new Heads(queries, keysValues, size, 1 / Math.sqrt(size));
    }

    /**
     * Refuses widths that do not split into heads.
     *
     * @throws IllegalArgumentException if the width is no multiple of the heads
     */
    public static void check(int heads, int width) {
        if (width % heads != 0) {
            throw new IllegalArgumentException("heads: must divide hidden_size " + width + ", got " + heads);
        }
    }

    /** Width of all queries together. */
    public int width() {
        return queries * size;
    }

    /** (B, T, H D) -> (B, H, T, D). */
    NDArray split(NDArray x) {
        return x.reshape(x.size(0), x.size(1), x.size(2) / size, size).transpose(0, 2, 1, 3);
    }

    /**
     * Attends.
     *
     * @param query (B, H, T, D)
     * @param key (B, G, S, D) with G heads of keys and values
     * @param value as the keys
     * @param mask to add to the scores, or null
     * @return (B, T, H D)
     */
    NDArray attend(Pass pass, NDArray query, NDArray key, NDArray value, NDArray mask, Block dropout) {
        return pass.keeping(() -> read(pass, query, key, value, mask, dropout));
    }

    private NDArray read(Pass pass, NDArray query, NDArray key, NDArray value, NDArray mask, Block dropout) {
        long batch = query.size(0);
        long length = query.size(2);
        // The queries of a group stand below each other, so that keys and values are not copied for each.
        NDArray grouped = query.mul(HostMemory.number(query, scale))
                .reshape(batch, keysValues, queries / keysValues * length, size);
        NDArray scores = grouped.matMul(key.transpose(0, 1, 3, 2)).reshape(batch, queries, length, key.size(2));
        NDArray weights = pass.through(dropout, (mask == null ? scores : scores.add(mask)).softmax(3));
        return weights.reshape(batch, keysValues, queries / keysValues * length, key.size(2))
                .matMul(value)
                .reshape(batch, queries, length, size)
                .transpose(0, 2, 1, 3)
                .reshape(batch, length, width());
    }

    /** What {@link #attend} computes for queries and keys of sequences (B, T, ...) and (B, S, ...). */
    Work work(Shape query, Shape source) {
        Shape scores = new Shape(query.get(0), queries, query.get(1), source.get(1));
        return new Work("attention", scores, 2 * scores.size() * size);
    }
}
