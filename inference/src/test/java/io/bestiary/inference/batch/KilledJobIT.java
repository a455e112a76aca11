package io.bestiary.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bestiary.inference.SmallCheckpoint;
import io.bestiary.inference.cli.PredictCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A job that is killed and resumed leaves what an unbroken one leaves. */
class KilledJobIT {
    private static final int ROWS = 20_000;
    private static final int KILLS = 2;

    @TempDir
    private Path folder;

    /** The command alone, for a process of its own. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            System.exit(new CommandLine(new PredictCommand()).execute(arguments));
        }
    }

    private ProcessBuilder predict(Path checkpoint, Path table, Path output) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                checkpoint.toString(),
                table.toString(),
                "--resume",
                "--output",
                output.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
    }

    @Test
    void resumesToTheSameBytes() throws IOException, InterruptedException {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), "pytorch");
        for (int i = 0; i < 10; i++) {
            ImageIO.write(
                    SmallCheckpoint.picture(i),
                    "png",
                    folder.resolve(i + ".png").toFile());
        }
        StringBuilder rows = new StringBuilder("id,image\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append(i).append(',').append(i % 11).append(".png\n"); // every eleventh is missing
        }
        Path table = Files.writeString(folder.resolve("rows.csv"), rows);

        Path unbroken = folder.resolve("unbroken.jsonl");
        assertThat(predict(checkpoint, table, unbroken).start().waitFor())
                .as(() -> read(folder.resolve("log")))
                .isZero();
        assertThat(Files.readAllLines(unbroken)).hasSize(ROWS);

        Path output = folder.resolve("killed.jsonl");
        Path part = folder.resolve("killed.jsonl.part");
        Random random = new Random(7);
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = predict(checkpoint, table, output).start();
            long enough = (long) (Files.size(unbroken) * (kill - 1 + random.nextDouble()) / KILLS);
            while (process.isAlive() && !(Files.exists(part) && Files.size(part) > enough)) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
            assertThat(output).doesNotExist();
        }
        assertThat(predict(checkpoint, table, output).start().waitFor()).isZero();
        assertThat(read(folder.resolve("log"))).contains("were there already");
        assertThat(Files.mismatch(output, unbroken)).isEqualTo(-1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
