package io.bestiary.inference.cli;

import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.Backend.EngineName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags that choose engine and device, for every command that computes. */
public final class BackendOptions {
    @Option(names = "--engine", paramLabel = "pytorch|mxnet", description = "The engine that computes.")
    private String engine;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu[:N]",
            description = "Where it computes; auto takes the first GPU if there is one.")
    private String device;

    /** The flags as assignments to a recipe's keys. */
    public List<String> assignments() {
        List<String> assignments = new ArrayList<>();
        if (engine != null) {
            assignments.add("engine=" + engine);
        }
        if (device != null) {
            assignments.add("device=" + device);
        }
        return assignments;
    }

    /** Starts PyTorch, or the engine of the flag. */
    public Backend start() {
        return start("pytorch", "auto");
    }

    /**
     * Starts the engine of the flag, or else the given one; says so before a start that takes long.
     *
     * @throws io.bestiary.zoo.engine.EngineException if engine or device are not there
     */
    public Backend start(String otherwiseEngine, String otherwiseDevice) {
        EngineName name = EngineName.of(engine == null ? otherwiseEngine : engine);
        long start = System.nanoTime();
        boolean first = !name.unpacked();
        if (first) {
            System.err.printf(
                    "First start of %s: unpacking its native libraries into %s, once.%n", name.djl(), name.cache());
        }
        Backend backend = Backend.of(name.toString(), device == null ? otherwiseDevice : device);
        if (first) {
            System.err.printf("Unpacked in %.0f s.%n", (System.nanoTime() - start) / 1e9);
        }
        return backend;
    }
}
