package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import java.util.stream.LongStream;

/** How many steps of each sequence in a batch are real; what follows them is padding. */
public final class Lengths {
    private final NDArray mask;
    private final NDArray reversed;
    private final NDArray last;

    /**
     * @param lengths (B), int64
     * @param steps T, of which the longest may use all
     * @throws IllegalArgumentException if a length is below 1 or above T
     */
    public Lengths(NDArray lengths, long steps) {
        for (long length : lengths.toLongArray()) {
            if (length < 1 || length > steps) {
                throw new IllegalArgumentException("lengths: must be between 1 and " + steps + ", got " + length);
            }
        }
        NDManager manager = lengths.getManager();
        long batch = lengths.size();
        NDArray length = lengths.reshape(batch, 1);
        NDArray step = manager.arange(0, (int) steps, 1, DataType.INT64).reshape(1, steps);
        NDArray first = HostMemory.array(
                manager,
                LongStream.range(0, batch).map(row -> row * steps).toArray(),
                new Shape(batch, 1)); // (B, 1): where each sequence begins among all rows (B T)
        NDArray real = step.lt(length); // (B, T)
        this.mask = real.toType(DataType.FLOAT32, false);
        this.reversed = NDArrays.where(real, length.sub(1).sub(step), step.broadcast(new Shape(batch, steps)))
                .add(first)
                .reshape(-1);
        this.last = length.sub(1).add(first).reshape(-1);
    }

    /** (B, T): 1 for a real step, 0 for padding. */
    public NDArray mask() {
        return mask;
    }

    /** Each sequence from its own last step to its first, the padding after it as it was: (B, T, C) -> (B, T, C). */
    public NDArray reverse(NDArray x) {
        return rows(x, reversed).reshape(x.getShape());
    }

    /** The last real step of each sequence: (B, T, C) -> (B, C). */
    public NDArray last(NDArray x) {
        return rows(x, last);
    }

    private static NDArray rows(NDArray x, NDArray index) {
        return x.reshape(-1, x.size(2)).get(new NDIndex("{}", index));
    }
}
