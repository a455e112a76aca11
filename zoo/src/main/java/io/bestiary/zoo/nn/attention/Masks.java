package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.bestiary.zoo.engine.HostMemory;

/** What attention must not see, as numbers to add to its scores: 0 where it may, a large negative one where not. */
public final class Masks {
    private static final double HIDDEN = -1e9;

    private Masks() {}

    /** Hides what comes after each token: (1, 1, T, past + T). */
    public static NDArray causal(NDManager manager, int past, int length) {
        NDArray queries = range(manager, past, past + length).reshape(1, 1, length, 1);
        NDArray keys = range(manager, 0, past + length).reshape(1, 1, 1, past + length);
        return hidden(keys.gt(queries));
    }

    /** Hides the padding after sequences of the given lengths (B): (B, 1, 1, length). */
    public static NDArray padding(NDArray lengths, long length) {
        NDArray places = range(lengths.getManager(), 0, length).reshape(1, 1, 1, length);
        return hidden(places.gte(lengths.toType(DataType.FLOAT32, false).reshape(-1, 1, 1, 1)));
    }

    /** 1 for tokens and 0 for the padding after them: (B, length, 1). */
    public static NDArray present(NDArray lengths, long length) {
        NDArray places = range(lengths.getManager(), 0, length).reshape(1, length, 1);
        return places.lt(lengths.toType(DataType.FLOAT32, false).reshape(-1, 1, 1))
                .toType(DataType.FLOAT32, false);
    }

    private static NDArray range(NDManager manager, long from, long to) {
        return manager.arange((float) from, (float) to, 1f, DataType.FLOAT32);
    }

    private static NDArray hidden(NDArray places) {
        return places.toType(DataType.FLOAT32, false).mul(HostMemory.number(places, HIDDEN));
    }
}
