package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Keys and values, layer after layer, for one way through a decoder: those of the tokens read before, which grow, and
 * those of the source, which stay. All have shape (B, H, length, size).
 */
public final class Cache {
    private final NDList past;
    private final NDList memory;
    private final NDList present = new NDList();
    private int layer;

    /**
     * @param past what {@link #present} returned for the tokens before; empty at the beginning
     * @param memory what {@link Stack#memory} returned; empty without a source
     */
    public Cache(NDList past, NDList memory) {
        this.past = past;
        this.memory = memory;
    }

    /** Number of tokens that were read before. */
    public int length() {
        return past.isEmpty() ? 0 : Math.toIntExact(past.head().size(2));
    }

    /** Keys and values of all tokens so far, for the next layer. */
    NDList extend(NDArray keys, NDArray values) {
        int at = present.size();
        NDArray allKeys = past.isEmpty() ? keys : past.get(at).concat(keys, 2);
        NDArray allValues = past.isEmpty() ? values : past.get(at + 1).concat(values, 2);
        present.add(allKeys);
        present.add(allValues);
        return new NDList(allKeys, allValues);
    }

    /** Keys and values of the source, for the next layer. */
    NDList source() {
        int at = 2 * layer++;
        return new NDList(memory.get(at), memory.get(at + 1));
    }

    /** Keys and values of all tokens so far, to go on from. */
    public NDList present() {
        return present;
    }
}
