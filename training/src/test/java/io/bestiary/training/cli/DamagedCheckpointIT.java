package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whichever byte of whichever file of a checkpoint is another one: it is refused by the file's name, and never loaded. */
class DamagedCheckpointIT {
    private static final int POSITIONS = 200;

    @TempDir
    private Path folder;

    /** A line for each kind beside that of the zoo's own test: what is added makes the networks small. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "rnn/lstm-waves, model.hidden_size=8 model.context=12 model.horizon=2",
        "gan/mlp-gan-digits, model.latent_size=4 model.width=8 measure.judge= training.average=0.9",
        "transformer/gpt-arithmetic, model.hidden_size=8 model.heads=1 model.layers=1 data.test=4 data.validation=4",
        "encoderdecoder/gru-numbers, model.hidden_size=8 model.embedding_size=8 data.test=4 data.validation=4",
    })
    void isRefusedByName(String recipe, String settings) throws IOException {
        Path run = folder.resolve("run");
        List<Object> line = new ArrayList<>(List.of("train", Path.of("../configs/" + recipe + ".yaml"), "--run", run));
        line.addAll(List.of("--device", "cpu", "--limit", 64, "--set", "training.epochs=1"));
        for (String setting : settings.split(" ", -1)) {
            line.addAll(List.of("--set", setting));
        }
        CommandLineRun training = CommandLineRun.of(line.toArray());
        assertThat(training.exit()).as(training.err()).isZero();

        Path checkpoint = run.resolve("checkpoints/last");
        List<Path> files;
        try (Stream<Path> all = Files.walk(checkpoint)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files)
                .contains(checkpoint.resolve("model.safetensors"))
                .contains(checkpoint.resolve("training/optimizer.safetensors"));
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            SplittableRandom random =
                    new SplittableRandom(checkpoint.relativize(file).toString().hashCode());
            for (int i = 0; i < POSITIONS; i++) {
                byte[] flipped = whole.clone();
                flipped[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
                Files.delete(file); // truncated in place, a file goes to the disk each time
                Files.write(file, flipped);
                assertThatThrownBy(() -> Checkpoint.open(checkpoint))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageStartingWith(file + ": is damaged: ");
            }
            Files.write(file, whole);
        }
        assertThat(Checkpoint.open(checkpoint).folder()).isEqualTo(checkpoint);
        // The same door for every command.
        Path weights = run.resolve("checkpoints/best/model.safetensors");
        if (Files.exists(weights)) {
            byte[] bytes = Files.readAllBytes(weights);
            bytes[bytes.length - 1] ^= 1;
            Files.write(weights, bytes);
            CommandLineRun evaluation = CommandLineRun.of("evaluate", run, "--device", "cpu");
            assertThat(evaluation.exit()).isEqualTo(2);
            assertThat(evaluation.err()).contains(weights + ": is damaged: ").doesNotContain("\tat ");
        }
    }
}
