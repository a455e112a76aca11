package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDManager;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import java.util.List;

/**
 * From raw inputs to answers, by one network: what training validates with and what serving answers with.
 *
 * <p>A pipeline that {@link Pipelines} makes works in batch jobs, over HTTP and on the page, by its two forms.
 *
 * @param <I> raw input, such as a picture
 * @param <E> the input as an example ready for the network, on the host
 * @param <A> answer
 */
public interface Pipeline<I, E, A> {

    /** How the raw inputs are written in files, rows, requests and tensors. */
    InputForm<I> inputForm();

    /** How the answers are written. */
    AnswerForm<A> answerForm();

    /** Makes an example of a raw input, in Java only: may be called from any thread. */
    E prepare(I input);

    /** How long an example is, such as its tokens: batches are made of examples of like length. */
    default int length(E example) {
        return 1;
    }

    /** Answers examples, in their order; to be called from the engine's thread. Arrays made on the way belong to the manager. */
    List<A> answer(NDManager manager, List<E> examples);
}
