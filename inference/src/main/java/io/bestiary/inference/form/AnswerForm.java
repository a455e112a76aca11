package io.bestiary.inference.form;

import java.util.List;
import java.util.Map;

/**
 * How a task's answers are written: stated once, for JSON lines, tables, responses and tensors.
 *
 * @param <A> answer
 */
public interface AnswerForm<A> {

    /** The answer as JSON values, keys in the order to be written. */
    Map<String, Object> toJson(A answer);

    /** The parts that tables and tensors are made of; those of one value are a table's columns. */
    List<Part<A>> parts();

    /**
     * One part of every answer.
     *
     * @param form the tensor of a batch
     * @param value of one answer, without the batch axis
     */
    record Part<A>(TensorForm form, java.util.function.Function<A, Tensor> value) {

        /** Whether each answer has one value. */
        public boolean isScalar() {
            return form.shape().size() == 1;
        }
    }
}
