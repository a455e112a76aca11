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

/** PyTorch's modules among the resources beside this class, which {@code scripts/torchscript} makes; loaded when first called. */
final class TorchScript {
    private static final Map<String, Model> MODULES = new ConcurrentHashMap<>();

    private TorchScript() {}

    /**
     * Calls a module.
     *
     * @param recording whether gradients can flow through the call
     */
    static NDArray call(String name, NDManager manager, NDList inputs, boolean recording) {
        // DJL sets a module to learn or to answer as a whole, so that each has its own.
        Model module = MODULES.computeIfAbsent(
                name + " on " + manager.getDevice() + (recording ? " recording" : ""), key -> load(name, manager));
        return module.getBlock()
                .forward(new ParameterStore(manager, false), inputs, recording)
                .head();
    }

    private static Model load(String name, NDManager manager) {
        String file = name + ".pt";
        Model module = Model.newInstance(name, manager.getDevice(), EngineName.PYTORCH.djl());
        try (InputStream stream = TorchScript.class.getResourceAsStream(file)) {
            module.load(stream);
            return module;
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
