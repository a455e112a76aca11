package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.SplitName;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.Safetensors;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A trained network learns on by narrow matrices: stopped and gone on with, it ends in the same bytes, and what it saved
 * answers as any other.
 */
class LoraIT {
    private static final Map<String, String> RECIPES = Map.of("gpt", """
        task: language-modeling
        model: {name: gpt_mini, context: 16, hidden_size: 16, heads: 2, layers: 1}
        data: {name: arithmetic, most: 99, train: 600, validation: 60, test: 60}
        """, "lstm", """
        task: forecasting
        model: {name: lstm_forecaster, context: 24, horizon: 12, piece: 12, hidden_size: 8}
        data: waves
        """);
    private static final String TRAINING = """
        training: {epochs: 2, batch: 16, limit: 200, optimizer: {name: adamw, rate: 0.01}, clipping: norm%s}
        """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "pytorch, gpt, '*.c_attn', '', transformer.wte.weight, transformer.h.0.attn.c_attn.weight, 128",
        "mxnet, gpt, '*.c_attn', '', transformer.wte.weight, transformer.h.0.attn.c_attn.weight, 128",
        "pytorch, lstm, rnn, fc, rnn.bias_ih_l0, rnn.weight_hh_l1, 700",
        "mxnet, lstm, rnn, fc, rnn.bias_ih_l0, rnn.weight_hh_l1, 700"
    })
    void learnsNarrowlyAndGoesOnToTheSameBytes(
            String engine, String name, String names, String wholly, String kept, String adapted, long parameters)
            throws IOException {
        Path base = folder.resolve("base");
        WatchedTraining.of(base, RECIPES.get(name) + TRAINING.formatted(""), engine, Long.MAX_VALUE);
        String start = ", start: {from: %s, lora: {names: \"%s\", rank: 2, alpha: 4, whole: \"%s\"}}";
        String text = RECIPES.get(name) + TRAINING.formatted(start.formatted(base, names, wholly));
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        WatchedTraining unbroken = WatchedTraining.of(whole, text, engine, Long.MAX_VALUE);
        assertThat(unbroken.parameters()).isEqualTo(parameters);
        for (int stop : List.of(3, 11)) {
            assertThatThrownBy(() -> WatchedTraining.of(broken, text, engine, stop))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        WatchedTraining.of(broken, text, engine, Long.MAX_VALUE);
        for (String file : List.of(
                "metrics.jsonl",
                "checkpoints/last/model.safetensors",
                "checkpoints/last/bestiary.json",
                "checkpoints/best/model.safetensors")) {
            assertThat(broken.resolve(file)).as(file).hasBinaryContent(Files.readAllBytes(whole.resolve(file)));
        }
        answersAsItWasMeasured(whole, unbroken.task(), engine);
        try (Safetensors before = weights(base);
                Safetensors after = weights(whole)) {
            assertThat(after.floats(kept)).isEqualTo(before.floats(kept));
            assertThat(after.floats(adapted)).isNotEqualTo(before.floats(adapted));
        }
    }

    /** What is in the folder is the sum: it needs nothing of how it was learned. */
    private static void answersAsItWasMeasured(Path run, LearningTask task, String engine) {
        Checkpoint checkpoint = Checkpoint.open(run.resolve("checkpoints/last"));
        assertThat(checkpoint.card().metrics()).isNotEmpty();
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = checkpoint.network(manager)) {
            assertThat(Pipelines.of(checkpoint, network)).isNotNull();
            assertThat(task.evaluate(network, manager, SplitName.VALIDATION).metrics())
                    .isEqualTo(checkpoint.card().metrics());
        }
    }

    private static Safetensors weights(Path run) {
        return Safetensors.open(Checkpoint.resolve(run).resolve("model.safetensors"));
    }
}
