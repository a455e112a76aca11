package io.bestiary.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.bestiary.zoo.engine.Backend.EngineName;

/**
 * The gradient of scores with respect to the pictures that were scored, as an array through which gradients flow in turn.
 *
 * <p>DJL differentiates once, into arrays of its own. PyTorch does it twice inside a TorchScript module, whose text and
 * compiler is {@code scripts/torchscript/make_input_gradient.py}; it leaves nothing in the gradients of the parameters. For
 * MXNet there is no such door.
 */
public final class InputGradient {
    /** Why a recipe that needs it is refused on another engine. */
    public static final String ONLY_PYTORCH = "differentiates gradients, which DJL reaches with pytorch only";

    private InputGradient() {}

    /** Whether the engine can do it. */
    public static boolean runsOn(EngineName engine) {
        return engine == EngineName.PYTORCH;
    }

    /** Makes an array of the same values whose scores can be differentiated with respect to it. */
    public static NDArray watched(NDArray pictures) {
        NDArray watched = pictures.duplicate();
        watched.setRequiresGradient(true);
        return watched;
    }

    /**
     * The gradient of the sum of the scores, of the shape of the pictures. To be called on a gradient tape.
     *
     * @param pictures made by {@link #watched}
     */
    public static NDArray of(NDArray scores, NDArray pictures) {
        return TorchScript.call("input_gradient", pictures.getManager(), new NDList(scores, pictures), true);
    }

    /**
     * Whether a gradient of an array will be asked for, for it or for what it was computed from; DJL says so of neither.
     *
     * @param x on PyTorch
     */
    public static boolean neededFor(NDArray x) {
        try (NDArray answer = TorchScript.call("needs_gradient", x.getManager(), new NDList(x), true)) {
            return answer.getBoolean();
        }
    }
}
