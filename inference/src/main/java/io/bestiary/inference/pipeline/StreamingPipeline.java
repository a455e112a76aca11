package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDManager;
import java.util.Optional;

/**
 * A pipeline that can hand over its answer piece by piece.
 *
 * @param <E> the input as an example ready for the network
 * @param <A> answer
 */
interface StreamingPipeline<E, A> {

    /** Begins an answer; to be called from the engine's thread, as its methods are. The manager owns what it keeps. */
    Writing<A> begin(NDManager manager, E example);

    /** An answer in the making. */
    interface Writing<A> {

        /** The next piece, which may be empty; nothing after the last. */
        Optional<String> next();

        /** The whole answer, after the last piece. */
        A answer();
    }
}
