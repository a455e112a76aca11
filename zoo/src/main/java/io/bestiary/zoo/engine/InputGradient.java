package io.bestiary.zoo.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.engine.Backend.EngineName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    private static final Map<String, Model> MODULES = new ConcurrentHashMap<>();

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
        NDManager manager = pictures.getManager();
        Model module = MODULES.computeIfAbsent(manager.getDevice().toString(), device -> load(manager));
        ParameterStore none = new ParameterStore(manager, false);
        return module.getBlock()
                .forward(none, new NDList(scores, pictures), true)
                .head();
    }

    private static Model load(NDManager manager) {
        Model module = Model.newInstance("input-gradient", manager.getDevice(), EngineName.PYTORCH.djl());
        try (InputStream file = InputGradient.class.getResourceAsStream("input_gradient.pt")) {
            module.load(file);
            return module;
        } catch (IOException e) {
            throw new UncheckedIOException("input_gradient.pt", e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("input_gradient.pt", e);
        }
    }
}
