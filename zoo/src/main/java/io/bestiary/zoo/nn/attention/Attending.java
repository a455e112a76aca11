package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import io.bestiary.zoo.nn.Pass;

/** The part of a layer in which tokens look at others. */
interface Attending {

    /** (B, T, C) -> (B, T, C). */
    NDArray attend(Pass pass, NDArray x, Context context);
}
