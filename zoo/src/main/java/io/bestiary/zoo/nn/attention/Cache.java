package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Keys and values, layer after layer, for one way through a decoder: those of the tokens read before, which grow, and
 * those of the source, which stay. All have shape (B, H, length, size).
 *
 * <p>Those of a new token are written behind the others, into room that is kept for them, so that a token costs no copy of
 * all that came before.
 */
public final class Cache {
    private static final long LEAST_ROOM = 8;

    private final NDList past;
    private final NDList memory;
    private final NDList present;
    private int layer;

    /**
     * @param tokens to be read now (B, T)
     * @param past what {@link #present} returned for the tokens before, which is written to; empty at the beginning
     * @param memory what {@link Stack#memory} returned; empty without a source
     */
    public Cache(NDArray tokens, NDList past, NDList memory) {
        this.past = past;
        this.memory = memory;
        this.present = new NDList(past.isEmpty() ? tokens : past.head().concat(tokens, 1));
    }

    /** Number of tokens that were read before. */
    public int length() {
        return past.isEmpty() ? 0 : Math.toIntExact(past.head().size(1));
    }

    /** Keys and values of all tokens so far, for the next layer. */
    NDList extend(NDArray keys, NDArray values) {
        return new NDList(extend(keys), extend(values));
    }

    /** (B, H, T, size) -> (B, H, length + T, size). */
    private NDArray extend(NDArray added) {
        if (past.isEmpty()) {
            present.add(added);
            return added;
        }
        NDArray before = past.get(present.size());
        long end = length() + added.size(2);
        NDArray all = before.size(2) < end ? withRoom(before, end) : before;
        all.set(places(length(), end), added);
        present.add(all);
        NDArray seen = all.get(places(0, end));
        seen.attach(added.getManager()); // The other lives as long as the text.
        return seen;
    }

    /** Half as much again, so that a long text is copied seldom and beams, which copy all at each token, lose little. */
    private NDArray withRoom(NDArray full, long end) {
        Shape shape = full.getShape();
        long room = end - length() + Math.max(LEAST_ROOM, end / 2);
        try (NDArray read = full.get(places(0, length()));
                NDArray empty = full.getManager()
                        .zeros(new Shape(shape.get(0), shape.get(1), room, shape.get(3)), full.getDataType())) {
            return read.concat(empty, 2);
        }
    }

    private static NDIndex places(long from, long to) {
        return new NDIndex().addAllDim(2).addSliceDim(from, to);
    }

    /** Keys and values of the source, for the next layer. */
    NDList source() {
        int at = 2 * layer++;
        return new NDList(memory.get(at), memory.get(at + 1));
    }

    /** The tokens so far, and their keys and values with the room behind them, to go on from. */
    public NDList present() {
        return present;
    }
}
