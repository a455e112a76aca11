package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import io.bestiary.zoo.nn.Pass;

/** A scheme that tells attention, layer by layer, where tokens stand. */
public interface Positions {

    /** Adds what the scheme has to say about the tokens x (B, T, C). */
    Context place(Pass pass, NDArray x, Context context);
}
