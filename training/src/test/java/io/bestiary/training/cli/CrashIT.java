package io.bestiary.training.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training whose process is killed at any instant, started again until it is done, leaves the files of an unbroken one,
 * byte for byte.
 *
 * <p>{@code crash.kills} says how often each training is killed, {@code crash.seed} when: at instants drawn over the whole
 * life of a process. Where a run is done before the kills are, another one begins. {@code crash.only} leaves out the
 * recipes that have not this text in their name. {@code scripts/crash-test} kills a hundred times for each family. A line for
 * each engine is left in {@code target/kills.txt}.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 20);
    private static final String ONLY = System.getProperty("crash.only", "");
    private static final long SEED = Long.getLong("crash.seed", 1);

    private static final String SHORT = " training.epochs=2 training.limit=256 training.batch=32 training.log_steps=2"
            + " training.checkpoints.steps=3";
    private static final String WAVES = "model.context=24 model.horizon=4 model.hidden_size=16" + SHORT;
    private static final String ARITHMETIC =
            "model.hidden_size=16 model.heads=2 model.layers=1 model.dropout=0.1 data.train=512 data.validation=20"
                    + " data.test=20 training.average=0.9"
                    + SHORT;
    private static final String NUMBERS =
            "model.embedding_size=16 model.hidden_size=16 model.dropout=0.1 data.train=512 data.validation=4"
                    + " data.test=4 preprocess.tokenizer.vocabulary=300 training.micro_batch=20"
                    + SHORT;
    /** Two networks, each with an optimizer of its own, and averages of both. */
    private static final String DRAWINGS = "measure.judge= model.latent_size=8 model.width=16 discriminator.steps=2"
            + " discriminator.optimizer.name=rmsprop discriminator.optimizer.rate=0.0005 training.average=0.9"
            + SHORT;

    private static QuickStart quick;

    @TempDir
    private Path folder;

    @BeforeAll
    static void keepClasses(@TempDir Path shared) throws IOException, InterruptedException {
        quick = QuickStart.of(shared, "train", configuration("cnn/lenet5-digits"), "--limit", 64, "--run", "run");
    }

    private static Path configuration(String recipe) {
        return Path.of("../configs/" + recipe + ".yaml").toAbsolutePath();
    }

    /**
     * A line for each family: what is added makes the recipe short, and random where it can be. Both engines side by side,
     * for one process does not keep two cores busy.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "cnn/lenet5-digits, augment.erasing=0.5" + SHORT,
        "rnn/lstm-waves, " + WAVES,
        "transformer/gpt-arithmetic, " + ARITHMETIC,
        "encoderdecoder/gru-numbers, " + NUMBERS,
        "gan/mlp-gan-digits, " + DRAWINGS,
    })
    void aKilledTrainingEndsInTheBytesOfAnUnbrokenOne(String recipe, String settings)
            throws IOException, InterruptedException, ExecutionException {
        assumeTrue(recipe.contains(ONLY), "not asked for");
        ExecutorService engines = Executors.newFixedThreadPool(2);
        try {
            Map<String, Future<String>> ends = new LinkedHashMap<>();
            for (String engine : List.of("pytorch", "mxnet")) {
                Path place = Files.createDirectory(folder.resolve(engine));
                ends.put(engine, engines.submit(() -> killedUntilItEnds(recipe, engine, settings, place)));
            }
            for (Map.Entry<String, Future<String>> end : ends.entrySet()) {
                String line =
                        recipe + " on " + end.getKey() + ": " + end.getValue().get() + System.lineSeparator();
                Files.writeString(Path.of("target/kills.txt"), line, CREATE, APPEND);
            }
        } finally {
            engines.shutdownNow();
        }
    }

    /** Returns how often it was killed, and when. */
    private static String killedUntilItEnds(String recipe, String engine, String settings, Path place)
            throws IOException, InterruptedException {
        Path whole = place.resolve("unbroken");
        long start = System.nanoTime();
        assertThat(start(recipe, engine, settings, whole).waitFor())
                .as(log(place))
                .isZero();
        long duration = System.nanoTime() - start;
        SortedMap<String, String> expected = hashes(whole);
        assertThat(expected)
                .containsKeys("metrics.csv", "metrics.jsonl", "record.json", "result.json")
                .containsKeys("checkpoints/best/model.safetensors", "checkpoints/last/training/optimizer.safetensors");

        SplittableRandom random = new SplittableRandom(SEED);
        int kills = 0;
        int inTraining = 0;
        int inCheckpoints = 0;
        int runs = 0;
        while (kills < KILLS) {
            Path broken = place.resolve("broken-" + runs++);
            boolean ended = false;
            while (!ended) {
                Process process = start(recipe, engine, settings, broken);
                ended = kills >= KILLS
                        ? process.waitFor(10, TimeUnit.MINUTES)
                        : process.waitFor(random.nextLong(duration), TimeUnit.NANOSECONDS);
                if (ended) {
                    assertThat(process.exitValue()).as(log(place)).isZero();
                } else {
                    process.destroyForcibly().waitFor();
                    kills++;
                    inTraining += Files.exists(broken.resolve("record.json")) ? 1 : 0;
                    inCheckpoints += isWriting(broken.resolve("checkpoints")) ? 1 : 0;
                    // All was done, and only the process had not left yet: it is not to begin again.
                    ended = Files.exists(broken.resolve("result.json"));
                }
            }
            assertThat(hashes(broken))
                    .as("killed %d times, seed %d", kills, SEED)
                    .isEqualTo(expected);
        }
        return String.format(
                Locale.ROOT,
                "%d kills, %d of them after the run had begun, %d while a checkpoint was written; %d runs ended in the"
                        + " %d files of the unbroken one; %.0f s",
                kills,
                inTraining,
                inCheckpoints,
                runs,
                expected.size(),
                (System.nanoTime() - start) / 1e9);
    }

    private static boolean isWriting(Path checkpoints) throws IOException {
        if (!Files.exists(checkpoints)) {
            return false;
        }
        try (Stream<Path> folders = Files.list(checkpoints)) {
            return folders.anyMatch(folder -> folder.getFileName().toString().matches("\\..*"));
        }
    }

    @Test
    void aDamagedNewestCheckpointIsReportedAndTheOneBeforeItUsed() throws IOException, InterruptedException {
        String settings = "training.epochs=2 training.checkpoints.steps=10";
        Path whole = folder.resolve("unbroken");
        assertThat(start("cnn/lenet5-digits", "pytorch", settings, whole).waitFor())
                .as(log(folder))
                .isZero();
        Path broken;
        Path last;
        Path previous;
        int attempt = 0;
        do { // killed while folders are renamed, one is missing, and there is nothing to fall back to
            assertThat(attempt).isLessThan(20);
            broken = folder.resolve("broken-" + attempt++);
            last = broken.resolve("checkpoints/last");
            previous = broken.resolve("checkpoints/last.previous");
            Process process = start("cnn/lenet5-digits", "pytorch", settings, broken);
            while (process.isAlive() && !Files.exists(previous)) {
                Thread.sleep(1);
            }
            process.destroyForcibly().waitFor();
        } while (!Files.exists(last) || !Files.exists(previous));
        Path weights = last.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] = (byte) (bytes[bytes.length / 2] ^ 1);
        Files.write(weights, bytes);

        assertThat(start("cnn/lenet5-digits", "pytorch", settings, broken).waitFor())
                .as(log(folder))
                .isZero();
        assertThat(log(folder)).contains("model.safetensors", "going on from the checkpoint before it, " + previous);
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
        assertThat(process.waitFor()).as(log(folder)).isEqualTo(Bestiary.STOPPED);
        assertThat(start("cnn/lenet5-digits", "mxnet", settings, run).waitFor())
                .as(log(folder))
                .isZero();
        assertThat(log(folder)).contains("no longer exactly as an unbroken run would", "engine=mxnet");
        assertThat(new ObjectMapper()
                        .readTree(run.resolve("record.json").toFile())
                        .at("/continued/0/engine")
                        .asText())
                .isEqualTo("mxnet");
        assertThat(run.resolve("checkpoints/epoch-0001")).isDirectory();
        assertThat(run.resolve("checkpoints/epoch-0002")).isDirectory();
    }

    private static Process start(String recipe, String engine, String settings, Path run) throws IOException {
        List<Object> command = new ArrayList<>(
                List.of("train", configuration(recipe), "--engine", engine, "--device", "cpu", "--run", run));
        for (String setting : settings.strip().split(" ", -1)) {
            command.add("--set");
            command.add(setting);
        }
        // Outside of the repository, whose state is part of the record.
        return quick.start(run.resolveSibling("log"), run.getParent(), command.toArray());
    }

    private static String log(Path place) throws IOException {
        Path log = place.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** SHA-256 of every file, but for what tells the time. */
    private static SortedMap<String, String> hashes(Path run) throws IOException {
        SortedMap<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("timing.jsonl") && !file.endsWith("resumed.jsonl"))
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
