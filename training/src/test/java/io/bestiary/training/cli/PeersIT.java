package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes, each on its half of every batch, learn what one learns from the whole. */
class PeersIT {
    private static final Path RECIPE =
            Path.of("../configs/cnn/lenet5-digits.yaml").toAbsolutePath();

    @TempDir
    private Path folder;

    private Process start(String name, String engine, Object... more) throws IOException {
        List<String> command = ChildProcess.command(
                jar -> true,
                "train",
                RECIPE,
                "--engine",
                engine,
                "--device",
                "cpu",
                "--limit",
                "500",
                "--set",
                "training.epochs=2",
                "--set",
                "training.log_steps=1");
        for (Object one : more) {
            command.add(String.valueOf(one));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private List<JsonNode> rows(String run) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl"))) {
            rows.add(new ObjectMapper().readTree(line));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void haveTheSameLossCurveAsOne(String engine) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path together = folder.resolve("two");
        String meet = "127.0.0.1:" + port;
        Process second = start("second", engine, "--run", together, "--ranks", 2, "--rank", 1, "--meet", meet);
        Process first = start("first", engine, "--run", together, "--ranks", 2, "--rank", 0, "--meet", meet);
        assertThat(first.waitFor())
                .as(Files.readString(folder.resolve("first.log")))
                .isZero();
        assertThat(second.waitFor())
                .as(Files.readString(folder.resolve("second.log")))
                .isZero();
        assertThat(start("one", engine, "--run", folder.resolve("one")).waitFor())
                .isZero();
        List<JsonNode> two = rows("two");
        List<JsonNode> one = rows("one");
        assertThat(two).hasSameSizeAs(one).hasSize(18);
        for (int i = 0; i < one.size(); i++) {
            assertThat(two.get(i).get("train_loss").asDouble())
                    .as("row %d", i)
                    .isCloseTo(one.get(i).get("train_loss").asDouble(), within(1e-5));
        }
        assertThat(together.resolve("result.json")).exists();
    }

    @Test
    void refusesRanksThatCannotBe() {
        assertThat(CommandLineRun.of("train", RECIPE, "--ranks", 2, "--rank", 2, "--run", folder.resolve("x"))
                        .err())
                .contains("--rank: must be between 0 and 1, got 2");
        assertThat(CommandLineRun.of("train", RECIPE, "--ranks", 2).err())
                .contains("--run: must be given with --ranks, the same for all processes");
        assertThat(CommandLineRun.of("train", RECIPE, "--ranks", 2, "--run", folder.resolve("x"), "--meet", "here")
                        .err())
                .contains("--meet: must be HOST:PORT, got here");
    }
}
