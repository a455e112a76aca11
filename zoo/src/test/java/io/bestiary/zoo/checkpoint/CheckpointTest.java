package io.bestiary.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ENGINE = Engines.all().get(0);

    @TempDir
    private Path run;

    private Path last;

    static List<String> engines() {
        return Engines.all();
    }

    @BeforeEach
    void name() {
        last = run.resolve("checkpoints").resolve("last");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void isReadAsItWasWritten(String engine) {
        Sample.write(last, engine, 1);
        Checkpoint checkpoint = Checkpoint.open(last);
        assertThat(checkpoint.folder()).isEqualTo(last);
        assertThat(checkpoint.notice()).isEmpty();
        assertThat(checkpoint.card()).isEqualTo(Sample.card());
        assertThat(checkpoint.card().build()).isEqualTo(Sample.ARCHITECTURE);
        assertThat(checkpoint.labels()).isEqualTo(Sample.LABELS);
        assertThat(checkpoint.attachment("tokenizer.json")).contains(Sample.TOKENIZER);
        assertThat(checkpoint.attachment("absent.json")).isEmpty();
        assertThat(checkpoint.attachment("bestiary.json")).isEmpty();
        assertThat(Sample.outputs(last, engine)).isEqualTo(Sample.expected(engine, 1));
        try (NDManager manager = Engines.manager(engine)) {
            TrainingState state = checkpoint.trainingState(manager).orElseThrow();
            TrainingState expected = Sample.state(manager, 1);
            assertThat(state.progress().get("step").intValue()).isEqualTo(1);
            assertThat(state.arrays()).containsExactlyEntriesOf(expected.arrays());
        }
    }

    @Test
    void saysInItsFilesWhatTheyAre() throws IOException {
        Sample.write(last, ENGINE, 1);
        assertThat(last.resolve("bestiary.json")).hasContent("""
            {
              "format": 1,
              "architecture": "lenet5",
              "hyperparameters": {
                "image_size": 12,
                "channels": 1,
                "classes": 3
              },
              "task": "image-classification",
              "preprocessor": {
                "height": 12,
                "width": 12
              },
              "metrics": {
                "accuracy": 0.5
              },
              "provenance": {
                "seed": 7
              }
            }
            """);
        assertThat(last.resolve("serving.properties")).hasContent("""
            application=cv/image_classification
            blockFactory=io.bestiary.zoo.checkpoint.CheckpointBlockFactory
            engine=PyTorch
            option.hasParameter=false
            option.modelName=model
            translatorFactory=ai.djl.translate.NoopServingTranslatorFactory
            """);
        assertThat(Files.readAllLines(last.resolve("manifest.sha256")))
                .hasSize(6)
                .first()
                .asString()
                .matches("# [0-9a-f]{64}");
        assertThat(Files.readString(last.resolve("labels.txt"))).isEqualTo("cat\nd\u00f6g, big\n\n");
    }

    @Test
    void isTheSameToTheByteForTheSameNetwork() throws IOException {
        Path other = run.resolve("other");
        Sample.write(last, ENGINE, 1);
        Sample.write(other, ENGINE, 1);
        assertThat(other.resolve("manifest.sha256")).hasSameBinaryContentAs(last.resolve("manifest.sha256"));
    }

    @Test
    void servesWithoutWhatTrainingNeeds() throws IOException {
        Sample.write(last, ENGINE, 1);
        Path training = last.resolve("training");
        for (String file : List.of("state.json", "optimizer.safetensors", "manifest.sha256")) {
            Files.delete(training.resolve(file));
        }
        Files.delete(training);
        try (NDManager manager = Engines.manager(ENGINE)) {
            assertThat(Checkpoint.open(last).trainingState(manager)).isEmpty();
        }
    }

    @Test
    void keepsTheOneBefore() throws IOException {
        for (int seed = 1; seed <= 3; seed++) {
            Sample.write(last, ENGINE, seed);
        }
        assertThat(Sample.outputs(last, ENGINE)).isEqualTo(Sample.expected(ENGINE, 3));
        assertThat(Sample.outputs(run.resolve("checkpoints/last.previous"), ENGINE))
                .isEqualTo(Sample.expected(ENGINE, 2));
        assertThat(names(run.resolve("checkpoints"))).containsExactly("last", "last.previous");
    }

    @Test
    void isFoundAfterACrashBetweenTheRenames() throws IOException {
        Sample.write(last, ENGINE, 1);
        Path previous = run.resolve("checkpoints/last.previous");
        Files.move(last, previous);
        Files.createDirectory(run.resolve("checkpoints/.last.writing"));
        Checkpoint checkpoint = Checkpoint.open(run);
        assertThat(checkpoint.folder()).isEqualTo(previous);
        assertThat(checkpoint.notice())
                .contains(last + " is missing, its writer was stopped; opened " + previous + " instead");
        assertThat(Sample.outputs(last, ENGINE)).isEqualTo(Sample.expected(ENGINE, 1));

        Sample.write(last, ENGINE, 2);
        assertThat(Checkpoint.open(last).notice()).isEmpty();
        assertThat(Sample.outputs(previous, ENGINE)).isEqualTo(Sample.expected(ENGINE, 1));
        assertThat(names(run.resolve("checkpoints"))).containsExactly("last", "last.previous");
    }

    @Test
    void isFoundInARunTheBestFirst() {
        Sample.write(last, ENGINE, 1);
        assertThat(Checkpoint.resolve(run)).isEqualTo(last);
        Path best = run.resolve("checkpoints").resolve("best");
        Sample.write(best, ENGINE, 2);
        assertThat(Checkpoint.resolve(run)).isEqualTo(best);
        assertThat(Checkpoint.resolve(best)).isEqualTo(best);
    }

    @Test
    void isNotFoundWhereThereIsNone() {
        assertThatThrownBy(() -> Checkpoint.open(run))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        run + ": must be a checkpoint or the folder of a run, but there is no bestiary.json in any of ["
                                + run + ", " + run.resolve("checkpoints/best") + ", " + last + "]");
    }

    @Test
    void aNameThatIsMisspeltIsToldFromThoseBesideIt() {
        Path misspelt = run.resolveSibling(run.getFileName() + "s");
        assertThatThrownBy(() -> Checkpoint.open(misspelt))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(misspelt
                        + ": must be a checkpoint or the folder of a run, but there is no such folder; nearest is "
                        + run.getFileName());
        Path nowhere = misspelt.resolve("deeper");
        assertThatThrownBy(() -> Checkpoint.open(nowhere))
                .hasMessage(nowhere + ": must be a checkpoint or the folder of a run, but there is no such folder");
    }

    @Test
    void isNotWrittenWhereAFileIsInTheWay() throws IOException {
        Path file = Files.writeString(run.resolve("file"), "precious");
        assertThatThrownBy(() -> Sample.write(file.resolve("last"), ENGINE, 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file.resolve("last") + ": cannot be written: ")
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> Sample.write(file, ENGINE, 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": cannot be written: something else than a checkpoint is there");
        assertThat(file).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "two\rlines"})
    void refusesALabelOfTwoLines(String label) {
        refused(Sample.card(), List.of("a", label), Map.of(), "labels: must have no line break, got two\\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", ".hidden", "", "Manifest.sha256", "bestiary.json", "training", "a b"})
    void refusesAnAttachmentThatIsNotItsOwnFile(String name) {
        refused(Sample.card(), List.of(), Map.of(name, new byte[1]), "attachment: must be named by ");
    }

    @Test
    void refusesACardThatIsNotTheNetworks() {
        Map<String, Object> larger =
                Hyperparameters.values(Hyperparameters.with(Sample.ARCHITECTURE, Map.of("classes", 4)));
        CheckpointCard card = Sample.card();
        refused(
                new CheckpointCard(
                        1, card.architecture(), larger, card.task(), null, card.metrics(), card.provenance()),
                List.of(),
                Map.of(),
                "network: must be the one that the card describes, LeNet5[imageSize=12, channels=1, classes=4]");
        refused(
                new CheckpointCard(
                        1, card.architecture(), card.hyperparameters(), "translation", null, Map.of(), Map.of()),
                List.of(),
                Map.of(),
                "task: lenet5 can be trained for [image-classification], got translation");
    }

    private void refused(CheckpointCard card, List<String> labels, Map<String, byte[]> attachments, String message) {
        try (NDManager manager = Engines.manager(ENGINE);
                Network network = Network.create(Sample.ARCHITECTURE, manager, 1)) {
            assertThatThrownBy(() -> Checkpoint.write(last, card, network, labels, Sample.SERVING, attachments, null))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(message);
        }
        assertThat(last.getParent()).doesNotExist();
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
