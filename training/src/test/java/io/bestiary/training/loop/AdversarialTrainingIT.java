package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.training.Timeless;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two networks that learn from each other, each by an optimizer of its own. */
class AdversarialTrainingIT {
    private static final String DIGITS = """
        task: image-generation
        model: {name: mlp_gan, latent_size: 16, width: 64, image_size: 8}
        data: digits
        training: {epochs: 1, batch: 64, limit: 640, optimizer: {name: adam, rate: 0.001, betas: [0.5, 0.999]}}
        """;

    @TempDir
    private Path folder;

    private static WatchedTraining train(Path path, String engine, long stopAfter, String... overrides) {
        return WatchedTraining.of(path, DIGITS, engine, stopAfter, overrides);
    }

    private static Map<String, byte[]> files(Path run) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".previous"))
                    .filter(file -> !file.endsWith("timing.jsonl"))
                    .sorted()
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                String name = run.relativize(file).toString();
                contents.put(name, name.startsWith("tensorboard") ? Timeless.events(bytes) : bytes);
            }
        }
        return contents;
    }

    /** With optimizers that differ, schedules, several steps of the discriminator, and pictures for every epoch. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void aStoppedRunEndsInTheBytesOfAnUnbrokenOne(String engine) throws IOException {
        String[] overrides = {
            "training.epochs=3",
            "training.schedule=cosine",
            "discriminator={steps: 2, optimizer: {name: rmsprop, rate: 0.0005}}",
            "loss=wasserstein"
        };
        train(folder.resolve("whole"), engine, Long.MAX_VALUE, overrides);
        Path broken = folder.resolve("broken");
        for (long stop : new long[] {3, 4}) {
            assertThatThrownBy(() -> train(broken, engine, stop, overrides))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        train(broken, engine, Long.MAX_VALUE, overrides);
        Map<String, byte[]> whole = files(folder.resolve("whole"));
        Map<String, byte[]> mended = files(broken);
        assertThat(mended.keySet())
                .isEqualTo(whole.keySet())
                .contains("samples/epoch-0003-drawings-01.png", "checkpoints/last/training/optimizer.safetensors");
        whole.forEach((name, bytes) -> assertThat(mended.get(name)).as(name).isEqualTo(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "pytorch, mlp_gan, non-saturating",
        "mxnet, mlp_gan, non-saturating",
        "pytorch, mlp_gan, least-squares",
        "mxnet, mlp_gan, least-squares",
        "pytorch, mlp_gan, wasserstein",
        "mxnet, mlp_gan, wasserstein",
        "pytorch, mlp_gan, wasserstein-penalty",
        "pytorch, conditional_gan, non-saturating",
        "mxnet, conditional_gan, hinge",
        "pytorch, sngan32, hinge",
        "mxnet, sngan32, hinge",
        "pytorch, acgan28, non-saturating",
        "mxnet, acgan28, non-saturating"
    })
    void everyPairLearnsByEveryLoss(String engine, String model, String loss) {
        String sized = "model={name: " + model + ", image_size: 8, latent_size: 16, width: 8}";
        WatchedTraining watch =
                train(folder.resolve("run"), engine, Long.MAX_VALUE, sized, "loss=" + loss, "training.limit=192");
        Map<String, Double> row = watch.epochs().get(0);
        assertThat(row).containsKeys("train_loss", "train_discriminator_loss", "train_diversity");
        assertThat(row.get("train_diversity")).isBetween(0.01, 3.0);
        assertThat(row.containsKey("train_gradient_norm")).isEqualTo(loss.equals("wasserstein-penalty"));
        assertThat(watch.notices()).isEmpty();
    }

    /** The penalty pulls the slope of the discriminator towards 1, from either side. */
    @Test
    void thePenaltyHoldsTheSlopeNearOne() {
        WatchedTraining watch = train(
                folder.resolve("run"),
                "pytorch",
                Long.MAX_VALUE,
                "loss=wasserstein-penalty",
                "training.epochs=6",
                "training.limit=0",
                "discriminator={steps: 5}");
        double first = watch.epochs().get(0).get("train_gradient_norm");
        double last = watch.epochs().get(5).get("train_gradient_norm");
        assertThat(last).isBetween(0.8, 1.2);
        assertThat(Math.abs(last - 1)).isLessThan(Math.abs(first - 1));
    }

    /** A discriminator that learns a thousand times faster wins, the generator stands still, and it is said. */
    @Test
    void aDiscriminatorThatWinsIsNoticed() {
        WatchedTraining watch = train(
                folder.resolve("run"),
                "pytorch",
                Long.MAX_VALUE,
                "training.epochs=6",
                "training.limit=0",
                "generator={optimizer: {name: sgd, rate: 0.000001}}");
        assertThat(watch.notices()).contains("COLLAPSE: for 3 epochs");
    }
}
