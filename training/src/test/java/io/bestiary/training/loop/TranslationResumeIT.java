package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.DataFolders;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private static final class Quiet implements TrainingObserver {
        private long steps;

        @Override
        public void epochStarts(int epoch, int epochs, int examples, String unit) {}

        @Override
        public void stepped(long examples, Map<String, Double> means) {
            steps++;
        }

        @Override
        public void epochEnds(Map<String, Double> row, boolean best) {}

        @Override
        public void notice(String text) {}
    }

    private static void train(Path path, String engine, long stopAfter) {
        Recipe recipe = Tasks.read(Document.parse(RECIPE, "recipe"));
        LearningTask task = Tasks.open(recipe, DataFolders.of(null));
        Quiet observer = new Quiet();
        try (RunFolder run = RunFolder.open(path, recipe.toYaml(task.architecture(), task.sections()))) {
            CheckpointWriter writer = new CheckpointWriter(
                    run, recipe.model(), task.architecture(), recipe.task(), task.serving(), Map.of("engine", engine));
            try (TrainingLoop loop = new TrainingLoop(
                    task,
                    recipe.training(),
                    Backend.of(engine, "cpu"),
                    writer,
                    observer,
                    run.resumable(observer::notice),
                    () -> observer.steps >= stopAfter)) {
                loop.run();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void endsInTheSameBytes(String engine) throws IOException {
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        train(whole, engine, Long.MAX_VALUE);
        for (int stop : List.of(3, 9)) {
            assertThatThrownBy(() -> train(broken, engine, stop)).isInstanceOf(TrainingStoppedException.class);
        }
        train(broken, engine, Long.MAX_VALUE);
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
