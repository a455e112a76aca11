package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recipe's training section asks for shows in the weights that come out. */
class OptimizationIT {
    private static final Path RECIPE = Path.of("../configs/cnn/lenet5-digits.yaml");

    @TempDir
    private Path folder;

    private CommandLineRun train(String name, String engine, String... settings) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train", RECIPE, "--engine", engine, "--device", "cpu", "--run", folder.resolve(name), "--limit", 150));
        for (String setting : settings) {
            arguments.add("--set");
            arguments.add(setting);
        }
        CommandLineRun run = CommandLineRun.of(arguments.toArray());
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private Map<String, float[]> weights(String checkpoint, String engine) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            add(Checkpoint.open(folder.resolve(checkpoint)).network(manager), weights);
        }
        return weights;
    }

    private static void add(Network network, Map<String, float[]> weights) {
        network.parameters()
                .forEach((name, parameter) ->
                        weights.put(name, parameter.getArray().toFloatArray()));
    }

    private static void assertClose(Map<String, float[]> weights, Map<String, float[]> expected, float tolerance) {
        assertThat(weights.keySet()).isEqualTo(expected.keySet());
        weights.forEach((name, values) -> assertThat(values)
                .as(name)
                .usingComparatorWithPrecision(tolerance)
                .containsExactly(expected.get(name)));
    }

    private List<JsonNode> epochs(String run) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl"))) {
            JsonNode row = new ObjectMapper().readTree(line);
            if (row.has("validation_accuracy")) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Parts of 24, 24 and 16 examples, and in the last batch, of 22, one: none counts more than its examples. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void accumulatedGradientsAreThoseOfTheWholeBatch(String engine) throws IOException {
        String[] plain = {"training.epochs=2", "training.optimizer={name: sgd, rate: 0.05, momentum: 0.9}"};
        train("whole", engine, plain);
        train("parts", engine, plain[0], plain[1], "training.micro_batch=24");
        assertClose(weights("parts/checkpoints/last", engine), weights("whole/checkpoints/last", engine), 1e-6f);
        assertThat(epochs("parts").get(1).get("train_loss").asDouble())
                .isCloseTo(epochs("whole").get(1).get("train_loss").asDouble(), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void theMovingAverageIsValidatedAndKept(String engine) {
        // One step in each epoch; the rate of the last is so high that only the average can be the best.
        train(
                "run",
                engine,
                "training.epochs=2",
                "training.batch=150",
                "training.average=0.15",
                "training.checkpoints.keep_every=1",
                "data.validation=0");
        Map<String, float[]> expected = new LinkedHashMap<>();
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Checkpoint first = Checkpoint.open(folder.resolve("run/checkpoints/epoch-0001"));
            add(Network.create(first.card().build(), manager, 1), expected);
        }
        for (int step = 1; step <= 2; step++) {
            double keep = Math.min(0.15, (1.0 + step) / (10 + step));
            weights("run/checkpoints/epoch-000" + step, engine).forEach((name, values) -> {
                float[] average = expected.get(name);
                for (int i = 0; i < values.length; i++) {
                    average[i] = (float) (keep * average[i] + (1 - keep) * values[i]);
                }
            });
        }
        assertClose(weights("run/checkpoints/best", engine), expected, 1e-6f);
    }

    @Test
    void endsWhenValidationNoLongerImprovesAndServesTheBest() throws IOException {
        CommandLineRun run = train(
                "run",
                "pytorch",
                "training.epochs=9",
                "training.patience=2",
                "training.optimizer={name: sgd, rate: 0}");
        assertThat(run.err()).contains("Ending after epoch 3: no better validation in 2 epochs");
        assertThat(epochs("run")).hasSize(3);
        JsonNode result =
                new ObjectMapper().readTree(folder.resolve("run/result.json").toFile());
        assertThat(result.get("epochs").asInt()).isEqualTo(3);
        assertThat(Checkpoint.open(folder.resolve("run")).card().metrics())
                .containsEntry(
                        "accuracy",
                        epochs("run").get(0).get("validation_accuracy").asDouble());
    }

    @Test
    void thePlateauScheduleLooksAtTheValidations() throws IOException {
        train(
                "run",
                "pytorch",
                "training.epochs=4",
                "training.optimizer={name: sgd, rate: 1e-9}",
                "training.schedule={name: plateau, patience: 0}");
        assertThat(epochs("run"))
                .extracting(row -> row.get("rate").asDouble())
                .usingComparatorForType((a, b) -> Math.abs(a / b - 1) < 1e-9 ? 0 : 1, Double.class)
                .containsExactly(1e-9, 1e-9, 1e-10, 1e-11);
    }

    @Test
    void partsOfANetworkLearnAtRatesOfTheirOwn() {
        String[] plain = {"training.epochs=1", "training.batch=150", "training.optimizer={name: sgd, rate: 0.05}"};
        train("even", "pytorch", plain);
        Map<String, float[]> even = weights("even/checkpoints/last", "pytorch");
        String part = even.keySet().iterator().next().replaceFirst("\\..*", "");
        train("run", "pytorch", plain[0], plain[1], plain[2], "training.rates={" + part + ": 0}");
        Map<String, float[]> run = weights("run/checkpoints/last", "pytorch");
        Map<String, float[]> before = new LinkedHashMap<>();
        try (NDManager manager = Backend.of("pytorch", "cpu").newManager()) {
            add(Network.create(Checkpoint.open(folder.resolve("run")).card().build(), manager, 1), before);
        }
        run.forEach((name, values) -> assertThat(values)
                .as(name)
                .containsExactly(name.startsWith(part + ".") ? before.get(name) : even.get(name)));
        CommandLineRun wrong = CommandLineRun.of("train", RECIPE, "--set", "training.rates={nowhere: 2}");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("training.rates: must be the beginnings of parameters' names, got nowhere (there are ");
    }
}
