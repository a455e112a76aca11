package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Optional;

/**
 * A block that predicts the next token and can go on from a state instead of reading everything again: language models,
 * and decoders with an encoder before them.
 *
 * <p>Memory and state are arrays whose first axis is the batch, so that beams can be chosen and reordered by rows.
 */
public interface Autoregressive {

    /**
     * Reads what the prediction depends on: source (B, S) and lengths (B) for an encoder-decoder.
     *
     * @return the memory; empty for a language model, which takes no inputs here
     */
    NDList encode(Pass pass, NDList inputs);

    /**
     * Reads the tokens (B, T) that come after those the state has seen.
     *
     * @param memory what {@link #encode} returned
     * @param state what the last call returned, which may be written to, so that it serves once; empty at the
     *     beginning
     */
    Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state);

    /** Whether {@link #decode} tells what the network looked at. */
    default boolean tellsAttention() {
        return false;
    }

    /**
     * What came of some tokens.
     *
     * @param logits of the next token after each, (B, T, V)
     * @param state to go on from
     * @param attention weights over the source (B, T, S), where there are any
     */
    record Decoded(NDArray logits, NDList state, Optional<NDArray> attention) {}
}
