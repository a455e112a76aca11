package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may change while a run goes on, what may not, and what is kept of it. */
class ResumeIT {
    private static final Path RECIPE = Path.of("../configs/cnn/lenet5-digits.yaml");

    @TempDir
    private Path folder;

    private CommandLineRun train(Path run, int epochs, String... more) {
        List<Object> line = new ArrayList<>(List.of("train", RECIPE, "--run", run, "--device", "cpu"));
        line.addAll(List.of("--limit", "256", "--set", "training.schedule=constant"));
        line.addAll(List.of("--set", "training.epochs=" + epochs));
        line.addAll(List.of(more));
        return CommandLineRun.of(line.toArray());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void aRunThatEndedGoesOnWithMoreEpochsAndEndsAsOneThatHadThemFromTheBeginning() throws IOException {
        Path run = folder.resolve("run");
        assertThat(train(run, 2).exit()).isZero();
        Path result = run.resolve("result.json");

        CommandLineRun again = train(run, 3);
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err())
                .contains(run + ": already holds a run that ended; --run names another folder, and --resume with more"
                        + " training.epochs goes on with this one");
        assertThat(train(run, 2, "--resume").exit()).isEqualTo(2);
        assertThat(json(result).path("epochs").asInt()).isEqualTo(2);

        CommandLineRun longer = train(run, 3, "--resume");
        assertThat(longer.exit()).as(longer.err()).isZero();
        assertThat(longer.err())
                .contains("Going on with a recipe that has changed: training.epochs: 2 there, 3 given")
                .contains("no longer exactly as an unbroken run would", "Going on after step ");
        assertThat(json(result).path("epochs").asInt()).isEqualTo(3);
        JsonNode continued = json(run.resolve("record.json")).at("/continued/0");
        assertThat(continued.path("recipe_sha256").asText()).hasSize(64);
        assertThat(continued.path("parent").asText()).hasSize(64);
        JsonNode resumed = json(run.resolve("resumed.jsonl"));
        assertThat(resumed.path("sha256")).isEqualTo(continued.path("parent"));
        assertThat(resumed.path("checkpoint").asText()).isEqualTo("checkpoints/last");
        assertThat(json(run.resolve("checkpoints/last/bestiary.json")).at("/provenance/continued/0/parent"))
                .isEqualTo(continued.path("parent"));

        Path whole = folder.resolve("whole");
        assertThat(train(whole, 3).exit()).isZero();
        for (String file : List.of("model.safetensors", "training/optimizer.safetensors")) {
            assertThat(run.resolve("checkpoints/last").resolve(file))
                    .hasSameBinaryContentAs(whole.resolve("checkpoints/last").resolve(file));
        }
        assertThat(run.resolve("metrics.jsonl")).hasSameTextualContentAs(whole.resolve("metrics.jsonl"));
        assertThat(json(whole.resolve("record.json")).path("parent").asText()).isEqualTo("none");
        assertThat(whole.resolve("resumed.jsonl")).doesNotExist();
    }

    @Test
    void whatMayNotChangeIsListedAndWhatMayIsSaid() throws IOException {
        Path run = folder.resolve("run");
        assertThat(train(run, 2).exit()).isZero();
        Files.delete(run.resolve("result.json")); // as if it had been killed in its last breath

        CommandLineRun other = train(run, 3, "--set", "training.batch=16", "--set", "model=alexnet");
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err())
                .contains("already holds a run of another recipe", "training.batch: 64 there, 16 given")
                .contains("model.name: lenet5 there, alexnet given")
                .contains("Only these may change while a run goes on: engine, device, training.epochs,")
                .doesNotContain("training.epochs: 2");

        CommandLineRun longer = train(run, 3, "--set", "training.log_steps=7");
        assertThat(longer.exit()).as(longer.err()).isZero();
        assertThat(longer.err()).contains("training.epochs: 2 there, 3 given", "training.log_steps: 50 there, 7 given");
    }
}
