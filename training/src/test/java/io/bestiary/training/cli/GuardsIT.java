package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a user from training for nothing, for a recipe of each family. */
class GuardsIT {
    @TempDir
    private Path folder;

    private Path run() {
        return folder.resolve("run");
    }

    private CommandLineRun train(String recipe, String engine, Object... more) {
        List<Object> line = new ArrayList<>(
                List.of("train", Path.of("../configs/" + recipe + ".yaml"), "--run", run(), "--engine", engine));
        line.addAll(List.of("--device", "cpu", "--set", "training.log_steps=1", "--set", "training.schedule=constant"));
        if (recipe.startsWith("gan/")) {
            line.addAll(List.of("--set", "measure.judge="));
        }
        line.addAll(Arrays.asList(more));
        return CommandLineRun.of(line.toArray());
    }

    private List<JsonNode> rows(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(run().resolve(file))) {
            rows.add(new ObjectMapper().readTree(line));
        }
        return rows;
    }

    /** A decay a hundred thousand times the weights makes them overflow within ten steps. */
    @ParameterizedTest
    @CsvSource({
        "cnn/lenet5-digits, pytorch",
        "cnn/lenet5-digits, mxnet",
        "rnn/lstm-waves, pytorch",
        "rnn/lstm-waves, mxnet",
        "gan/mlp-gan-digits, pytorch",
        "gan/mlp-gan-digits, mxnet",
        "transformer/gpt-arithmetic, pytorch",
        "transformer/gpt-arithmetic, mxnet",
        "encoderdecoder/gru-numbers, pytorch",
        "encoderdecoder/gru-numbers, mxnet"
    })
    void whereTheFirstValueIsNotFiniteIsNamed(String recipe, String engine) throws IOException {
        String optimizer = "training.optimizer={name: sgd, rate: 1000, weight_decay: 100}";
        CommandLineRun training = train(
                recipe,
                engine,
                "--limit",
                640,
                "--set",
                "training.batch=32",
                "--set",
                optimizer,
                "--set",
                "training.clipping=none");
        assertThat(training.exit()).as(training.err()).isEqualTo(Bestiary.FAILED);
        assertThat(training.err())
                .containsPattern(
                        "step \\d+: the loss( of [a-z]+)? is (NaN|-?Infinity); the first values that are not finite: "
                                + "(the block [a-z0-9_.]+|the parameter [a-z0-9_.]+, which the update before left so"
                                + "|the loss, all blocks' outputs being finite); a lower training.optimizer.rate")
                .doesNotContain("\tat ");
        assertThat(run().resolve("result.json")).doesNotExist();
    }

    /** The loss falls on the examples that every epoch repeats; a generator's need not. */
    @ParameterizedTest
    @CsvSource({
        "cnn/lenet5-digits, 0.5",
        "rnn/lstm-waves, 0.5",
        "gan/mlp-gan-digits, 100",
        "transformer/gpt-arithmetic, 0.6",
        "encoderdecoder/gru-numbers, 0.6"
    })
    void theSameFewExamplesAreLearnedByHeart(String recipe, double most) throws IOException {
        CommandLineRun training = train(
                recipe,
                "pytorch",
                "--overfit",
                16,
                "--set",
                "training.epochs=25",
                "--set",
                "training.optimizer={name: adam, rate: 0.005}");
        assertThat(training.exit()).as(training.err()).isZero();
        List<JsonNode> steps =
                rows("metrics.jsonl").stream().filter(row -> row.has("weights")).toList();
        assertThat(steps).hasSize(25);
        assertThat(steps.get(24).get("train_loss").asDouble())
                .isLessThan(most * steps.get(0).get("train_loss").asDouble());
    }

    @ParameterizedTest
    @CsvSource({
        "cnn/lenet5-digits",
        "rnn/lstm-waves",
        "gan/mlp-gan-digits",
        "transformer/gpt-arithmetic",
        "encoderdecoder/gru-numbers"
    })
    void anEpochEndsAfterTheLimitAndTellsWhereItsTimeWent(String recipe) throws IOException {
        CommandLineRun training =
                train(recipe, "pytorch", "--limit", 96, "--set", "training.epochs=2", "--set", "training.batch=32");
        assertThat(training.exit()).as(training.err()).isZero();
        assertThat(training.err())
                .contains("epoch 2/2: ")
                .containsPattern("Time: data \\d+ %, forward \\d+ %, backward \\d+ %, update \\d+ %, validation \\d+ %")
                .doesNotContain("LEAK");
        List<JsonNode> timing = rows("timing.jsonl");
        assertThat(timing).hasSize(6);
        for (JsonNode row : timing) {
            assertThat(row.fieldNames())
                    .toIterable()
                    .contains("step", "data_ms", "forward_ms", "backward_ms", "update_ms", "arrays");
        }
        assertThat(timing.get(5).get("arrays").asLong())
                .isEqualTo(timing.get(3).get("arrays").asLong());
    }
}
