package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.Safetensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that begins with the weights of another, for other classes. */
class FineTuningIT {
    private static final String DIGITS = """
        task: image-classification
        model: lenet5
        data: digits
        training: {epochs: 2, optimizer: {name: adamw, rate: 0.002}}
        """;

    @TempDir
    private Path folder;

    @Test
    void aClassifierOfDigitsLearnsOtherClasses() throws IOException {
        Path digits = train("digits", DIGITS);
        Path run = train("odd", recipe(pictures(), digits, "conv1,conv2"));

        // The pictures are few and so are the steps; the classes 2 and the features those of ten digits.
        assertThat(Files.readString(run.resolve("result.json"))).containsPattern("\"accuracy\" ?: ?(0\\.[89]|1)");
        try (Safetensors before = weights(digits);
                Safetensors after = weights(run)) {
            for (String name : List.of("conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias")) {
                assertThat(after.floats(name)).isEqualTo(before.floats(name));
            }
            assertThat(after.floats("fc1.weight")).isNotEqualTo(before.floats("fc1.weight"));
            assertThat(after.floats("fc3.bias")).hasSize(2);
        }
    }

    /** Narrow matrices in two layers, and the one that starts anew whole. */
    @Test
    void aClassifierOfDigitsLearnsOtherClassesByNarrowMatrices() throws IOException {
        Path digits = train("digits", DIGITS);
        String lora = "lora: {names: \"fc1, fc2\", rank: 4, alpha: 8, whole: fc3}";
        Path run = train("odd", recipe(pictures(), digits, "").replace("freeze: \"\"", lora));

        assertThat(Files.readString(run.resolve("result.json")))
                .containsPattern("\"accuracy\" ?: ?(0\\.[89]|1)")
                .containsPattern("\"parameters\" ?: ?" + (4 * (400 + 120) + 4 * (120 + 84) + 2 * 84 + 2));
        try (Safetensors before = weights(digits);
                Safetensors after = weights(run)) {
            for (String name : List.of("conv1.weight", "conv2.bias", "fc1.bias")) {
                assertThat(after.floats(name)).isEqualTo(before.floats(name));
            }
            assertThat(after.floats("fc1.weight")).isNotEqualTo(before.floats("fc1.weight"));
        }
    }

    @Test
    void namesWhatDoesNotFit() throws IOException {
        Path digits = train("digits", DIGITS.replace("epochs: 2", "epochs: 1, limit: 64"));
        Path pictures = pictures();
        mistake(
                recipe(pictures, digits, "conv9"),
                "training.start: freeze: must name parameters of the network, got conv9");
        mistake(recipe(pictures, digits, "*"), "training.start: freeze: must leave something to train, got *");
        mistake("""
            task: image-generation
            model: {name: mlp_gan, image_size: 8}
            data: {name: digits, validation: 0}
            training: {start: {freeze: generator}}
            """, "training.start: freeze: must leave something to train of the generator, got generator");
        mistake(
                recipe(pictures, digits, "conv1").replace("model: lenet5", "model: {name: resnet20, channels: 1}"),
                "training.start: network: must be a CifarResNet, got a LeNet5");
        String lora = recipe(pictures, digits, "").replace("freeze: \"\"", "lora: {names: conv1}");
        mistake(lora, "training.start: lora: must name matrices of the network, got conv1");
        mistake(
                lora.replace("conv1}", "fc2}"),
                "training.start: lora.whole: must name what starts anew, or it would never learn: fc3.weight; got"
                        + " nothing");
        mistake(
                lora.replace("conv1}", "fc, rank: 100}"),
                "training.start: lora: must name parameters of the network, got fc");
        mistake(
                lora.replace("conv1}", "fc2, rank: 100}"),
                "training.start: rank: must be between 1 and 84 for fc2.weight (84, 120), got 100");
        mistake(
                lora.replace("conv1}", "fc2, alpha: 0}"),
                "training.start.lora.alpha: must be above 0 and at most 1000000, got 0.0");
        mistake(
                lora.replace("lora:", "freeze: conv1, lora:"),
                "training.start.freeze: must be empty beside lora, which leaves all that it does not name as it is");
        mistake(
                lora.replace("from: " + digits + ", ", ""),
                "training.start.lora: must have trained weights to adapt, which from names, got none");
        mistake(
                recipe(pictures, folder.resolve("none"), "conv1"),
                folder.resolve("none").toString());
        assertThat(folder.resolve("mistake")).doesNotExist();
    }

    private void mistake(String recipe, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("mistake.yaml"), recipe);
        CommandLineRun run = CommandLineRun.of("train", file, "--run", folder.resolve("mistake"));
        assertThat(run.err()).contains(message);
        assertThat(run.exit()).isEqualTo(2);
    }

    private static String recipe(Path pictures, Path from, String freeze) {
        return """
            task: image-classification
            model: lenet5
            data: {name: image-folder, path: %s}
            training:
              epochs: 6
              batch: 16
              optimizer: {name: adamw, rate: 0.002}
              start: {from: %s, freeze: "%s"}
            """.formatted(pictures, from, freeze);
    }

    private Path train(String name, String recipe) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), recipe);
        CommandLineRun run = CommandLineRun.of("train", file, "--run", folder.resolve(name));
        assertThat(run.exit()).as(run.err()).isZero();
        if (name.equals("odd")) {
            assertThat(run.err()).contains("Beginning with the weights of", "fc3.weight reset, (10, 84) to (2, 84)");
        }
        return folder.resolve(name);
    }

    /** Some of the digits that come with the data sets, as PNG files in folders of even and odd ones. */
    private Path pictures() throws IOException {
        Path pictures = folder.resolve("pictures");
        List<String> lines;
        try (GZIPInputStream file = new GZIPInputStream(
                FineTuningIT.class.getResourceAsStream("/io/bestiary/datasets/image/optdigits.tra.gz"))) {
            lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .limit(400)
                    .toList();
        }
        for (int row = 0; row < lines.size(); row++) {
            String[] numbers = lines.get(row).split(",", -1);
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            for (int i = 0; i < 64; i++) {
                image.getRaster().setSample(i % 8, i / 8, 0, Math.round(Integer.parseInt(numbers[i]) * 255f / 16));
            }
            Path parity = pictures.resolve(Integer.parseInt(numbers[64]) % 2 == 0 ? "even" : "odd");
            Files.createDirectories(parity);
            ImageIO.write(image, "png", parity.resolve(row + ".png").toFile());
        }
        return pictures;
    }

    private static Safetensors weights(Path run) {
        return Safetensors.open(Checkpoint.resolve(run).resolve("model.safetensors"));
    }
}
