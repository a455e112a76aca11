package io.bestiary.training.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.training.loop.Learner;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.Losses;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures workloads by the trainer's own step and by the forward pass of inference. */
public final class Bench {
    private final Backend backend;
    private final double seconds;

    /**
     * Makes a bench.
     *
     * @param seconds for each mode of each workload
     */
    public Bench(Backend backend, double seconds) {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("seconds: must be above 0, got " + seconds);
        }
        this.backend = backend;
        this.seconds = seconds;
    }

    /** The names of the workloads. */
    public static List<String> workloads() {
        return Stream.concat(Workload.names().stream(), Stream.of(AdversarialWorkload.NAME))
                .toList();
    }

    /** Measures the named workload, training and inference. */
    public void run(String name, Consumer<Measurement> out) {
        if (name.equals(AdversarialWorkload.NAME)) {
            try (AdversarialWorkload workload = new AdversarialWorkload(backend)) {
                Rate rate = Rate.of(scoped(workload::step), () -> {}, AdversarialWorkload.BATCH, seconds);
                out.accept(measurement(name, "train", "images", rate));
            }
            return;
        }
        Workload workload = Workload.find(name);
        try (NDManager manager = backend.newManager();
                Network network = Network.create(workload.architecture(), manager, 1)) {
            NDList inputs = new NDList();
            workload.inputs().stream().map(input -> input.toArray(manager)).forEach(inputs::add);
            NDArray targets = workload.targets().toArray(manager);
            Learner learner = new Learner("", network, Training.DEFAULTS, 1_000_000, backend, manager);
            Runnable train = () -> learner.update(
                    () -> Losses.crossEntropy(workload.logits(network.forward(inputs, true)), targets, 0));
            // The loss is read in every step, so nothing is under way after one.
            out.accept(measurement(
                    name, "train", workload.unit(), Rate.of(scoped(train), () -> {}, workload.work(), seconds)));
            network.fold();
            Runnable infer = () -> network.forward(inputs, false);
            Runnable settle =
                    scoped(() -> network.forward(inputs, false).head().sum().getFloat());
            out.accept(measurement(
                    name, "infer", workload.unit(), Rate.of(scoped(infer), settle, workload.work(), seconds)));
        }
    }

    private Measurement measurement(String name, String mode, String unit, Rate rate) {
        return Measurement.of(name, mode, unit, rate, "bestiary-" + backend.engine() + "-" + backend.engineVersion());
    }

    /** Frees what a step leaves. */
    static Runnable scoped(Runnable step) {
        return () -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                step.run();
            }
        };
    }
}
