package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A translator's training that was stopped ends as an unbroken one: batches by length, dropout and all. */
class TranslationResumeIT {
    private static final String RECIPE = """
        task: translation
        model: {name: transformer_small, hidden_size: 16, layers: 1, heads: 2, feed_forward: 32, dropout: 0.2}
        data: {name: numbers-in-words, train: 300, validation: 10, test: 10, digits: 4}
        preprocess: {tokenizer: {name: words, least: 1}, vocabularies: separate}
        batches: {tokens: 300}
        training: {epochs: 2, optimizer: {name: adamw, rate: 0.01}}
        """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void endsInTheSameBytes(String engine) throws IOException {
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        WatchedTraining.of(whole, RECIPE, engine, Long.MAX_VALUE);
        for (int stop : List.of(3, 9)) {
            assertThatThrownBy(() -> WatchedTraining.of(broken, RECIPE, engine, stop))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        WatchedTraining.of(broken, RECIPE, engine, Long.MAX_VALUE);
        for (String file : List.of(
                "metrics.csv",
                "checkpoints/last/model.safetensors",
                "checkpoints/last/tokenizer.json",
                "checkpoints/last/target-tokenizer.json",
                "checkpoints/last/bestiary.json")) {
            assertThat(broken.resolve(file)).as(file).hasBinaryContent(Files.readAllBytes(whole.resolve(file)));
        }
    }
}
