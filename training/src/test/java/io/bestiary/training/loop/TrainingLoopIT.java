package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.DataFolders;
import io.bestiary.training.Timeless;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the loop promises: the same bytes after a stop, no arrays left behind, flat memory, nothing lost in silence. */
class TrainingLoopIT {
    private static final String RECIPE = """
        task: image-classification
        model: lenet5
        data: {name: digits, validation: 0.1}
        augment: {shift: 2, rotation: 10, erasing: 0.5}
        mix: {mixup: 0.4, cutmix: 1.0}
        training:
          epochs: 3
          batch: 128
          optimizer: {name: adamw, rate: 0.002}
          schedule: {name: cosine, warmup: 0.1}
          clipping: {name: norm, norm: 1}
          micro_batch: 80
          average: 0.9
          log_steps: 10
        """;

    private static final String LANGUAGE_RECIPE = """
        task: language-modeling
        model: {name: %s, context: 8, hidden_size: 16, layers: 1, dropout: 0.1}
        data: {name: arithmetic, most: 9, train: 80, validation: 8, test: 8}
        training:
          epochs: 6
          batch: 8
          optimizer: {name: adamw, rate: 0.002}
        """;

    @TempDir
    private Path folder;

    private String text = RECIPE;

    /** Counts live arrays after each step, and stops after the given one. */
    private static final class Watch implements TrainingObserver {
        private final Backend backend;
        private final Map<Long, Long> arrays = new LinkedHashMap<>();
        private final StringBuilder notices = new StringBuilder();
        private long steps;
        private long stopAfter = Long.MAX_VALUE;

        Watch(Backend backend) {
            this.backend = backend;
        }

        @Override
        public void epochStarts(int epoch, int epochs, int examples, String unit) {}

        @Override
        public void stepped(long examples, Map<String, Double> means) {
            steps++;
            if (steps == 10 || steps == 200 || steps == 500 || steps == 2000) {
                arrays.put(steps, steps >= 500 ? ResidentMemory.kilobytes().orElse(0) : backend.liveArrays());
            }
        }

        @Override
        public void epochEnds(Map<String, Double> row, boolean best) {}

        @Override
        public void notice(String text) {
            notices.append(text).append('\n');
        }
    }

    private Outcome train(Path path, String engine, List<String> overrides, Watch watch, Backend backend) {
        Recipe recipe = Tasks.read(Document.parse(text, "recipe").set(overrides));
        LearningTask task = Tasks.open(recipe, DataFolders.of(null));
        String resolved = recipe.toYaml(task.architecture(), task.sections());
        try (RunFolder run = RunFolder.open(path, resolved)) {
            CheckpointWriter writer = new CheckpointWriter(
                    run, recipe.model(), task.architecture(), recipe.task(), task.serving(), Map.of("engine", engine));
            try (TrainingLoop loop = new TrainingLoop(
                    task,
                    recipe.training(),
                    backend,
                    writer,
                    watch,
                    run.resumable(watch::notice),
                    () -> watch.steps >= watch.stopAfter,
                    Peers.ALONE)) {
                return loop.run();
            }
        }
    }

    private static Map<String, byte[]> files(Path run) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".previous"))
                    .filter(file -> !file.endsWith("timing.jsonl"))
                    .sorted()
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                String name = run.relativize(file).toString();
                contents.put(name, name.startsWith("tensorboard") ? Timeless.events(bytes) : bytes);
            }
        }
        return contents;
    }

    @ParameterizedTest
    @CsvSource({"pytorch, gpt_mini", "mxnet, gpt_mini", "pytorch, char_lstm", "mxnet, char_lstm"})
    void soDoesOneThatLearnsALanguage(String engine, String model) throws IOException {
        text = LANGUAGE_RECIPE.formatted(model);
        aStoppedRunEndsInTheBytesOfAnUnbrokenOne(engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void aStoppedRunEndsInTheBytesOfAnUnbrokenOne(String engine) throws IOException {
        Backend backend = Backend.of(engine, "cpu");
        train(folder.resolve("whole"), engine, List.of(), new Watch(backend), backend);
        Path broken = folder.resolve("broken");
        for (long stop : new long[] {5, 27, 20}) {
            Watch watch = new Watch(backend);
            watch.stopAfter = stop;
            assertThatThrownBy(() -> train(broken, engine, List.of(), watch, backend))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        train(broken, engine, List.of(), new Watch(backend), backend);
        Map<String, byte[]> whole = files(folder.resolve("whole"));
        Map<String, byte[]> mended = files(broken);
        assertThat(mended.keySet())
                .isEqualTo(whole.keySet())
                .contains(
                        "metrics.csv",
                        "metrics.jsonl",
                        "checkpoints/last/model.safetensors",
                        "checkpoints/last/training/state.json");
        whole.forEach((name, bytes) -> assertThat(mended.get(name)).as(name).isEqualTo(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void leavesNoArraysBehindAndMemoryFlat(String engine) {
        Backend backend = Backend.of(engine, "cpu");
        Watch watch = new Watch(backend);
        List<String> overrides = List.of("training.epochs=19", "training.batch=32", "data.validation=0.05");
        Outcome outcome = train(folder.resolve("run"), engine, overrides, watch, backend);
        assertThat(outcome.steps()).isGreaterThan(2000);
        assertThat(watch.arrays.get(200L)).isPositive().isEqualTo(watch.arrays.get(10L));
        assertThat((double) watch.arrays.get(2000L))
                .as("resident kilobytes after 500 and after 2000 steps")
                .isLessThan(1.05 * watch.arrays.get(500L));
    }

    @Test
    void saysAloudThatACheckpointCouldNotBeWrittenAndGoesOn() throws IOException {
        Backend backend = Backend.of("pytorch", "cpu");
        Path run = folder.resolve("run");
        Watch watch = new Watch(backend);
        // A file where the folder of checkpoints belongs: nothing can be written below it, even by root.
        Files.createDirectories(run);
        TrainingObserver observer = watch;
        Recipe recipe = Tasks.read(Document.parse(text, "recipe").set(List.of("training.epochs=1")));
        LearningTask task = Tasks.open(recipe, DataFolders.of(null));
        try (RunFolder opened = RunFolder.open(run, recipe.toYaml(task.architecture(), task.sections()))) {
            Files.delete(run.resolve("checkpoints"));
            Files.writeString(run.resolve("checkpoints"), "in the way");
            CheckpointWriter writer = new CheckpointWriter(
                    opened, recipe.model(), task.architecture(), recipe.task(), task.serving(), Map.of());
            try (TrainingLoop loop = new TrainingLoop(
                    task,
                    recipe.training(),
                    backend,
                    writer,
                    observer,
                    java.util.Optional.empty(),
                    () -> false,
                    Peers.ALONE)) {
                Outcome outcome = loop.run();
                assertThat(outcome.evaluation()).isPresent();
                assertThat(outcome.saved()).isFalse();
                assertThat(watch.notices.toString()).contains("NOT SAVED", "checkpoints", "the training goes on");
            }
        }
    }

    @Test
    void refusesAFolderThatIsInUseOrHoldsAnotherRecipe() {
        Path path = folder.resolve("run");
        try (RunFolder run = RunFolder.open(path, "training:\n  batch: 3\n")) {
            assertThat(run.path()).isEqualTo(path);
            assertThatThrownBy(() -> RunFolder.open(path, "training:\n  batch: 3\n"))
                    .isInstanceOf(RunFolderException.class)
                    .hasMessage(path + ": another process is training in this folder");
            assertThatThrownBy(() -> RunFolder.open(path, "training:\n  batch: 4\n"))
                    .isInstanceOf(RunFolderException.class)
                    .hasMessageContaining("already holds a run of another recipe")
                    .hasMessageContaining("training.batch: 3 there, 4 given")
                    .hasMessageContaining("Only these may change while a run goes on: engine, device, training.epochs");
        }
    }
}
