package io.bestiary.zoo.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.bestiary.zoo.nn.Autoregressive.Decoded;
import io.bestiary.zoo.nn.Lengths;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;

/** Writes a target token by token, after a recurrent encoder: target (B, T) -> logits (B, T, V). */
abstract class RecurrentDecoder extends NamedBlock {

    /** What is kept of the source; the first axis of every array is the batch. */
    abstract NDList memory(Pass pass, Recurrent.Result source, Lengths lengths);

    /** As {@link io.bestiary.zoo.nn.Autoregressive#decode}. */
    abstract Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state);

    /** As {@link io.bestiary.zoo.nn.Autoregressive#tellsAttention}. */
    abstract boolean tellsAttention();

    /** Outside {@link RecurrentEncoderDecoder} there is no source to write from. */
    @Override
    protected final NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException("a decoder goes on from an encoder");
    }
}
