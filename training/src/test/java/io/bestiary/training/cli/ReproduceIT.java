package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the record of a run is good for: to train it again, and to find where two runs part. */
class ReproduceIT {
    private static final Path RECIPE = Path.of("../configs/cnn/lenet5-digits.yaml");

    @TempDir
    private Path folder;

    private Path train(String name, String... settings) {
        Object[] arguments = new Object[8 + 2 * settings.length];
        Path run = folder.resolve(name);
        System.arraycopy(
                new Object[] {"train", RECIPE, "--run", run, "--device", "cpu", "--set", "training.log_steps=5"},
                0,
                arguments,
                0,
                8);
        for (int i = 0; i < settings.length; i++) {
            arguments[8 + 2 * i] = "--set";
            arguments[9 + 2 * i] = settings[i];
        }
        CommandLineRun training = CommandLineRun.of(arguments);
        assertThat(training.exit()).as(training.err()).isZero();
        return run;
    }

    @Test
    void trainsAgainToTheSameWeightsAndFindsWhereTheyWereChanged() throws IOException {
        Path run = train("run", "training.epochs=2", "training.limit=640");
        CommandLineRun same = CommandLineRun.of("reproduce", run);
        assertThat(same.exit()).as(same.err()).isZero();
        assertThat(same.out())
                .isEqualTo("no step differs: the weights are equal at all 4 steps compared, the last of them 20\n");

        Path log = run.resolve("metrics.jsonl");
        String text = Files.readString(log);
        int at = text.indexOf("\"weights\":\"", text.indexOf("\"step\":15")) + 11;
        char other = text.charAt(at) == '0' ? '1' : '0';
        Files.writeString(log, text.substring(0, at) + other + text.substring(at + 1));
        CommandLineRun changed = CommandLineRun.of("reproduce", run);
        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.out()).isEqualTo("the first step that differs: 15 (equal at step 10)\n");
    }

    @Test
    void saysInWhatTwoRunsDiffer() {
        String limit = "training.limit=640";
        Path one = train("one", "training.epochs=2", limit, "training.schedule={name: step, stages: 2, gamma: 1}");
        Path two = train("two", "training.epochs=2", limit, "training.schedule={name: step, stages: 2, gamma: 0.5}");
        CommandLineRun diff = CommandLineRun.of("diff", one, two);
        assertThat(diff.exit()).as(diff.err()).isZero();
        assertThat(diff.out())
                .containsPattern("training.schedule.gamma +1(\\.0)? +0\\.5")
                .contains("recipe_sha256")
                .contains("the first step that differs: 15 (equal at step 10)");
        CommandLineRun self = CommandLineRun.of("diff", one, one);
        assertThat(self.out())
                .contains("recipe: no difference", "record: no difference", "metrics: no difference")
                .contains("no step differs");
        CommandLineRun none = CommandLineRun.of("diff", one, folder);
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains(folder + ": must be a run's folder, but holds no recipe.yaml");
    }
}
