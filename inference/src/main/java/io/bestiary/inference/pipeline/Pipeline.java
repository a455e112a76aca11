package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;

/**
 * From raw inputs to answers, by one network: what training validates with and what serving answers with.
 *
 * @param <I> raw input, such as a picture
 * @param <E> the input as an example ready for the network, on the host
 * @param <A> answer
 */
public interface Pipeline<I, E, A> {

    /** What the raw inputs are, for those who read files, rows and requests. */
    Class<I> inputType();

    /** Makes an example of a raw input, in Java only: may be called from any thread. */
    E prepare(I input);

    /** Answers examples, in their order; to be called from the engine's thread. Arrays made on the way belong to the manager. */
    List<A> answer(NDManager manager, List<E> examples);

    /** The answer as JSON values, keys in the order to be written. */
    Map<String, Object> toJson(A answer);
}
