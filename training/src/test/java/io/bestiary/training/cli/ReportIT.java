package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, opened from disk in a real browser; skipped there where there is none. */
class ReportIT {
    private static final Path RECIPE = Path.of("../configs/cnn/lenet5-digits.yaml");
    private static final Path BROWSER = Path.of("/usr/bin/chromium");

    @TempDir
    private Path folder;

    private Path train(String name, String rate) {
        Path run = folder.resolve(name);
        CommandLineRun training = CommandLineRun.of(
                "train",
                RECIPE,
                "--run",
                run,
                "--device",
                "cpu",
                "--set",
                "training.epochs=2",
                "--set",
                "training.log_steps=5",
                "--set",
                "training.optimizer.rate=" + rate);
        assertThat(training.exit()).as(training.err()).isZero();
        assertThat(training.err()).containsPattern("Time: data \\d+ %, forward \\d+ %, backward \\d+ %, update \\d+ %");
        return run;
    }

    @Test
    void showsARunAndComparesTwo() throws IOException, InterruptedException {
        Path one = train("one", "0.002");
        String page = Files.readString(one.resolve("report.html"));
        assertThat(page)
                .contains("<h3>Confusion</h3>", "<h3>Worst mistakes</h3>", "data:image/png;base64,")
                .contains("floor: majority class", "git_revision", "class=\"soft time\"")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("<script");
        Path two = train("two", "0.0005");
        Path comparison = folder.resolve("runs.html");
        assertThat(CommandLineRun.of("report", one, two, "-o", comparison).out())
                .isEqualTo(comparison + "\n");
        assertThat(Files.readString(comparison)).contains("training.optimizer.rate", "0.002", "5.0E-4");

        assumeTrue(Files.isExecutable(BROWSER), "no Chromium");
        for (Path file : List.of(one.resolve("report.html"), comparison)) {
            ChildProcess.Ended shown = ChildProcess.run(
                    List.of(
                            BROWSER.toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--enable-logging=stderr",
                            "--user-data-dir=" + folder.resolve("browser"),
                            "--dump-dom",
                            file.toUri().toString()),
                    Map.of(),
                    folder.resolve("log"));
            assertThat(shown.exit()).as(shown.output()).isZero();
            assertThat(shown.output()).contains("<polyline").doesNotContain("CONSOLE");
        }
    }

    @Test
    void refusesWhatIsNoRun() {
        CommandLineRun report = CommandLineRun.of("report", folder);
        assertThat(report.exit()).isEqualTo(2);
        assertThat(report.err()).contains(folder + ": must be a run's folder, but holds no recipe.yaml");
    }
}
