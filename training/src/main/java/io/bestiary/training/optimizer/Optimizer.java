package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Moves parameters along their gradients, and remembers what it needs to go on.
 *
 * <p>Parameters go by their dotted paths, so that the state can be saved and finds its parameters in another process.
 */
public interface Optimizer {

    /**
     * Makes one step: changes the parameters in place, leaves the gradients as they are.
     *
     * <p>To be called outside of a gradient collector, always with the same parameters.
     *
     * @param parameters the parameters to train, by path, 32-bit floats
     * @param gradients for each parameter a gradient of its shape
     * @param rate the learning rate of this step by the parameter's path, schedule included
     * @throws IllegalArgumentException if gradients or state do not fit the parameters, naming what differs; nothing has
     *     changed then
     */
    void step(Map<String, NDArray> parameters, Map<String, NDArray> gradients, ToDoubleFunction<String> rate);

    /** Makes one step with one learning rate for all. */
    default void step(Map<String, NDArray> parameters, Map<String, NDArray> gradients, double rate) {
        step(parameters, gradients, path -> rate);
    }

    /**
     * The live arrays that the next step depends on, by names such as {@code momentum/fc.weight}, in the order of the
     * parameters; empty before the first step.
     */
    Map<String, NDArray> state();

    /** The number of steps made. */
    long steps();

    /**
     * Goes back to a saved state: the steps that follow give the same bits as if it had never been left.
     *
     * @param state what {@link #state()} returned; the values are copied
     * @throws IllegalArgumentException if names, shapes or types do not fit, naming what differs; nothing has changed then.
     *     An optimizer that has not seen its parameters yet compares with them in the first step.
     */
    void restore(Map<String, NDArray> state, long steps);
}
