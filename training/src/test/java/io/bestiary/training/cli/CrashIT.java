package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bestiary.datasets.Sha256;
import io.bestiary.training.Timeless;
import io.bestiary.training.journal.EventFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training whose process is killed at any instant, started again until it is done, leaves the files of an unbroken one,
 * byte for byte.
 *
 * <p>{@code crash.kills} says how often each training is killed, {@code crash.seed} when; {@code scripts/crash-test} kills
 * each a hundred times.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 3);
    private static final long SEED = Long.getLong("crash.seed", 1);

    private static final String SHORT = " training.epochs=2 training.limit=256 training.batch=32 training.log_steps=2"
            + " training.checkpoints.steps=3";
    private static final String WAVES = "model.context=24 model.horizon=4 model.hidden_size=16" + SHORT;
    private static final String ARITHMETIC =
            "model.hidden_size=16 model.heads=2 model.layers=1 model.dropout=0.1 data.train=512 data.validation=20"
                    + " data.test=20 training.average=0.9"
                    + SHORT;
    private static final String NUMBERS =
            "model.embedding_size=16 model.hidden_size=16 model.dropout=0.1 data.train=512 data.validation=20"
                    + " data.test=20 training.micro_batch=20"
                    + SHORT;

    @TempDir
    private Path folder;

    /** A line for each recipe and engine: what is added to the recipe makes it short, and random where it can be. */
    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "cnn/lenet5-digits, pytorch, augment.erasing=0.5 training.epochs=3 training.checkpoints.steps=10",
        "cnn/lenet5-digits, mxnet, augment.erasing=0.5 training.epochs=3 training.checkpoints.steps=10",
        "rnn/lstm-waves, pytorch, " + WAVES,
        "rnn/lstm-waves, mxnet, " + WAVES,
        "transformer/gpt-arithmetic, pytorch, " + ARITHMETIC,
        "transformer/gpt-arithmetic, mxnet, " + ARITHMETIC,
        "encoderdecoder/gru-numbers, pytorch, " + NUMBERS,
        "encoderdecoder/gru-numbers, mxnet, " + NUMBERS,
    })
    void aKilledTrainingEndsInTheBytesOfAnUnbrokenOne(String recipe, String engine, String settings)
            throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        long start = System.nanoTime();
        assertThat(start(recipe, engine, settings, whole).waitFor()).as(log()).isZero();
        long duration = System.nanoTime() - start;
        SortedMap<String, String> expected = hashes(whole);
        assertThat(expected)
                .containsKeys("metrics.csv", "metrics.jsonl", "record.json", "result.json")
                .containsKeys("checkpoints/best/model.safetensors", "checkpoints/last/training/optimizer.safetensors");

        SplittableRandom random = new SplittableRandom(SEED);
        int kills = 0;
        for (int round = 0; kills < KILLS; round++) {
            Path broken = folder.resolve("broken-" + round);
            boolean ended = false;
            while (!ended) {
                Process process = start(recipe, engine, settings, broken);
                ended = kills >= KILLS
                        ? process.waitFor(10, TimeUnit.MINUTES)
                        : process.waitFor(random.nextLong(duration), TimeUnit.NANOSECONDS);
                if (ended) {
                    assertThat(process.exitValue()).as(log()).isZero();
                } else {
                    process.destroyForcibly().waitFor();
                    kills++;
                    // All was done, and only the process had not left yet: it is not to begin again.
                    ended = Files.exists(broken.resolve("result.json"));
                }
            }
            assertThat(hashes(broken))
                    .as("killed %d times, seed %d", kills, SEED)
                    .isEqualTo(expected);
        }
    }

    @Test
    void aDamagedNewestCheckpointIsReportedAndTheOneBeforeItUsed() throws IOException, InterruptedException {
        String settings = "training.epochs=2 training.checkpoints.steps=10";
        Path whole = folder.resolve("whole");
        assertThat(start("cnn/lenet5-digits", "pytorch", settings, whole).waitFor())
                .as(log())
                .isZero();
        Path broken = folder.resolve("broken");
        Process process = start("cnn/lenet5-digits", "pytorch", settings, broken);
        Path previous = broken.resolve("checkpoints/last.previous");
        while (process.isAlive() && !Files.exists(previous)) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
        Path last = broken.resolve("checkpoints/last");
        // Killed between two renames it would be missing, and nothing here to damage.
        Path newest = Files.exists(last) ? last : Files.move(previous, last);
        assertThat(previous).isDirectory();
        Path weights = newest.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] = (byte) (bytes[bytes.length / 2] ^ 1);
        Files.write(weights, bytes);

        assertThat(start("cnn/lenet5-digits", "pytorch", settings, broken).waitFor())
                .as(log())
                .isZero();
        assertThat(log()).contains("model.safetensors", "going on from the checkpoint before it, " + previous);
        assertThat(broken.resolve("checkpoints/last.damaged")).isDirectory();
        SortedMap<String, String> mended = hashes(broken);
        mended.keySet().removeIf(name -> name.contains("last.damaged"));
        assertThat(mended).isEqualTo(hashes(whole));
    }

    @Test
    void goesOnWithAnotherEngineAndSaysThatItIsNoLongerExact() throws IOException, InterruptedException {
        String settings = "training.epochs=2 training.checkpoints.steps=10 training.checkpoints.keep_every=1";
        Path run = folder.resolve("run");
        Process process = start("cnn/lenet5-digits", "pytorch", settings, run);
        while (process.isAlive() && !Files.exists(run.resolve("checkpoints/last"))) {
            Thread.sleep(1);
        }
        process.destroy(); // SIGTERM: saves, and says that it can go on
        assertThat(process.waitFor()).as(log()).isEqualTo(Bestiary.STOPPED);
        assertThat(start("cnn/lenet5-digits", "mxnet", settings, run).waitFor())
                .as(log())
                .isZero();
        assertThat(log()).contains("no longer exactly as an unbroken run would", "engine=mxnet");
        assertThat(new ObjectMapper()
                        .readTree(run.resolve("record.json").toFile())
                        .at("/continued/0/engine")
                        .asText())
                .isEqualTo("mxnet");
        assertThat(run.resolve("checkpoints/epoch-0001")).isDirectory();
        assertThat(run.resolve("checkpoints/epoch-0002")).isDirectory();
    }

    private Process start(String recipe, String engine, String settings, Path run) throws IOException {
        List<String> command = ChildProcess.command(
                jar -> true,
                "train",
                Path.of("../configs/" + recipe + ".yaml").toAbsolutePath(),
                "--engine",
                engine,
                "--device",
                "cpu",
                "--run",
                run);
        for (String setting : settings.split(" ", -1)) {
            command.add("--set");
            command.add(setting);
        }
        // Outside of the repository, whose state is part of the record.
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** SHA-256 of every file, but for what tells the time. */
    private static SortedMap<String, String> hashes(Path run) throws IOException {
        SortedMap<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("timing.jsonl"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (file.endsWith("result.json")) {
                    ObjectNode result = (ObjectNode) new ObjectMapper().readTree(bytes);
                    result.remove("seconds");
                    result.remove("seconds_by_phase");
                    bytes = new ObjectMapper().writeValueAsBytes(result);
                } else if (file.endsWith("report.html")) {
                    bytes = Files.readString(file)
                            .replace(run.getFileName().toString(), "RUN")
                            .replaceAll("<p class=\"soft time\">.*", "")
                            .getBytes(StandardCharsets.UTF_8);
                } else if (file.endsWith(EventFile.NAME)) {
                    bytes = Timeless.events(bytes);
                }
                hashes.put(run.relativize(file).toString(), Sha256.of(new ByteArrayInputStream(bytes)));
            }
        }
        return hashes;
    }
}
