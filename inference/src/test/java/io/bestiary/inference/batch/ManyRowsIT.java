package io.bestiary.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.inference.SmallSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many rows of a table through a small classifier: the memory stays, and a job that is killed at random instants and resumed
 * leaves what an unbroken one leaves. {@code -Dbestiary.rows=1000000 -Dbestiary.kills=5}.
 */
class ManyRowsIT {
    private static final int ROWS = Integer.getInteger("bestiary.rows", 250_000);
    private static final int KILLS = Integer.getInteger("bestiary.kills", 2);
    /** After so many rows the memory is what it stays at. */
    private static final int SETTLED = Math.min(50_000, ROWS / 2);

    private static final int BAD = 9_973;

    @TempDir
    private Path folder;

    private Process predict(Path checkpoint, Path table, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledJobIT.Main.class.getName(),
                checkpoint.toString(),
                table.toString(),
                "--resume",
                "--output",
                output.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private Path table() throws IOException {
        Path table = folder.resolve("rows.csv");
        Random random = new Random(3);
        try (Writer out = Files.newBufferedWriter(table)) {
            out.write("id,values\n");
            for (int row = 0; row < ROWS; row++) {
                out.write(row + ",\"");
                int times = row % BAD == BAD - 1 ? 1 : SmallSeries.CONTEXT;
                for (int t = 0; t < times; t++) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%s%.3f %.3f",
                            t == 0 ? "" : "\n",
                            random.nextGaussian(),
                            random.nextDouble()));
                }
                out.write("\"\n");
            }
        }
        return table;
    }

    @Test
    void keepsItsMemoryAndSurvivesKills() throws Exception {
        Path checkpoint = SmallSeries.classifier(folder.resolve("checkpoint"), "pytorch");
        Path table = table();
        Path unbroken = folder.resolve("unbroken.csv");
        long settled = 0;
        long most = 0;
        long start = System.nanoTime();
        Process whole = predict(checkpoint, table, unbroken);
        while (whole.isAlive()) {
            long now = residentKilobytes(whole);
            if (settled > 0) {
                most = Math.max(most, now);
            } else if (rows(unbroken) >= SETTLED) {
                settled = now;
            }
            whole.waitFor(50, TimeUnit.MILLISECONDS);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(whole.exitValue()).as(() -> read(folder.resolve("log"))).isZero();
        List<String> lines = Files.readAllLines(unbroken);
        assertThat(lines).hasSize(ROWS + 1);
        assertThat(lines.get(0)).isEqualTo("input,label,probability,error");
        assertThat(lines.get(BAD)).startsWith(BAD - 1 + ",,,").contains("values: must have between 6 and");
        assertThat((double) most / settled)
                .as("resident memory, most after %d rows %d kB, then %d kB", SETTLED, settled, most)
                .isLessThan(1.1);
        System.out.printf(
                Locale.ROOT,
                "%d rows in %.0f s; resident after %d rows %d MB, most afterwards %d MB%n",
                ROWS,
                seconds,
                SETTLED,
                settled / 1024,
                most / 1024);

        Path killed = folder.resolve("killed.csv");
        Random random = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = predict(checkpoint, table, killed);
            // Not in the last half: a note is a second old at most, and the job may be over before it is read.
            long enough = (long) (ROWS / 2.0 * (kill + random.nextDouble()) / KILLS);
            while (process.isAlive() && rows(killed) < enough) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
            assertThat(killed).doesNotExist();
        }
        assertThat(predict(checkpoint, table, killed).waitFor()).isZero();
        assertThat(read(folder.resolve("log"))).contains("were there already");
        assertThat(Files.mismatch(killed, unbroken)).isEqualTo(-1);
    }

    /** How far a job is, as its note says; all rows once it has ended. */
    private static long rows(Path output) throws IOException {
        if (Files.exists(output)) {
            return ROWS;
        }
        try {
            Path note = output.resolveSibling(output.getFileName() + ".part.json");
            return new ObjectMapper()
                    .readTree(Files.readString(note))
                    .get("rows")
                    .asLong();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static long residentKilobytes(Process process) {
        try {
            Path statm = Path.of("/proc", Long.toString(process.pid()), "statm");
            return 4 * Long.parseLong(Files.readString(statm).split(" ", -1)[1]);
        } catch (IOException | ArrayIndexOutOfBoundsException | NumberFormatException e) {
            return 0; // it has just ended, or there is no such file here
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
