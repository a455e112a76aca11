package io.bestiary.training.bench;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.bestiary.datasets.DataException;
import io.bestiary.training.optimizer.Optimizer;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the workloads' networks where each, with its loss, is one TorchScript module and so one native call: what is left when
 * nothing of a network is Java's. {@code scripts/torchscript/make_workloads.py} makes the modules.
 */
public final class ModuleBench {
    private final Backend backend;
    private final Path folder;
    private final double seconds;

    /**
     * Makes a bench.
     *
     * @param folder has {@code NAME-train.pt} and {@code NAME-infer.pt} of each workload
     * @param seconds for each mode of each workload
     */
    public ModuleBench(Backend backend, Path folder, double seconds) {
        this.backend = backend;
        this.folder = folder;
        this.seconds = seconds;
    }

    /**
     * Measures the named workload, training and, where it is no pair of adversaries, inference.
     *
     * @throws DataException if its modules are not in the folder
     */
    public void run(String name, Consumer<Measurement> out) throws IOException {
        try (NDManager manager = backend.newManager()) {
            if (name.equals(AdversarialWorkload.NAME)) {
                int batch = AdversarialWorkload.BATCH;
                NDList inputs = new NDList(
                        manager.randomNormal(new Shape(batch, 100)), manager.randomNormal(new Shape(batch, 1, 32, 32)));
                train(name, "images", batch, inputs, out);
                return;
            }
            Workload workload = Workload.find(name);
            NDList inputs = new NDList();
            workload.inputs().stream().map(input -> input.toArray(manager)).forEach(inputs::add);
            NDList questions = new NDList(inputs);
            inputs.add(workload.targets().toArray(manager));
            train(name, workload.unit(), workload.work(), inputs, out);
            infer(workload, questions, out);
        }
    }

    private void train(String name, String unit, int work, NDList inputs, Consumer<Measurement> out)
            throws IOException {
        NDManager manager = inputs.getManager();
        try (Model module = open(name, "train", Map.of("trainParam", "true"))) {
            Map<String, NDArray> parameters = new LinkedHashMap<>();
            module.getBlock().getParameters().forEach(pair -> {
                if (pair.getValue().getArray().hasGradient()) { // others are buffers
                    parameters.put(pair.getKey(), pair.getValue().getArray());
                }
            });
            Optimizer optimizer = Training.DEFAULTS.optimizer().create(manager);
            Engine engine = manager.getEngine();
            ParameterStore store = new ParameterStore(manager, false);
            Runnable step = () -> {
                Map<String, NDArray> gradients = new LinkedHashMap<>();
                parameters.forEach((path, parameter) -> gradients.put(path, parameter.getGradient()));
                gradients.values().forEach(gradient -> gradient.subi(gradient));
                try (GradientCollector tape = engine.newGradientCollector()) {
                    NDArray loss =
                            module.getBlock().forward(store, inputs, true).head();
                    loss.getFloat();
                    tape.backward(loss);
                }
                optimizer.step(
                        parameters, gradients, Training.DEFAULTS.optimizer().rate());
            };
            out.accept(measurement(name, "train", unit, Rate.of(Bench.scoped(step), () -> {}, work, seconds)));
        }
    }

    private void infer(Workload workload, NDList inputs, Consumer<Measurement> out) throws IOException {
        try (Model module = open(workload.name(), "infer", Map.of())) {
            ParameterStore store = new ParameterStore(inputs.getManager(), false);
            Runnable step = () -> module.getBlock().forward(store, inputs, false);
            Rate rate = Rate.of(Bench.scoped(step), () -> {}, workload.work(), seconds);
            out.accept(measurement(workload.name(), "infer", workload.unit(), rate));
        }
    }

    private Model open(String name, String mode, Map<String, String> options) throws IOException {
        String file = name + "-" + mode;
        if (!Files.isRegularFile(folder.resolve(file + ".pt"))) {
            throw new DataException(
                    folder.resolve(file + ".pt") + ": not there; scripts/torchscript/make_workloads.py makes it");
        }
        Model module =
                Model.newInstance(file, backend.device(), backend.engine().djl());
        try {
            module.load(folder, file, options);
        } catch (MalformedModelException e) {
            throw new DataException(folder.resolve(file + ".pt") + ": " + e.getMessage(), e);
        }
        return module;
    }

    private Measurement measurement(String name, String mode, String unit, Rate rate) {
        return Measurement.of(name, mode, unit, rate, "torchscript-" + backend.engineVersion());
    }
}
