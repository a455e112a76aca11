package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.ImageGenerator;
import io.bestiary.inference.Segmenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures drawn, drawn again and divided: from the recipe to the answer, on both engines. */
class PicturesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path train(String engine, String recipe) throws IOException {
        Path file = folder.resolve("recipe.yaml");
        Path run = folder.resolve("run");
        Files.writeString(file, recipe);
        CommandLineRun training = CommandLineRun.of("train", file, "--engine", engine, "--run", run);
        assertThat(training.exit()).as(training.err()).isZero();
        return run;
    }

    private static JsonNode result(Path run) throws IOException {
        return JSON.readTree(Files.readString(run.resolve("result.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void drawsTheSameForTheSameSeed(String engine) throws IOException {
        Path run = train(engine, """
            task: image-generation
            model: {name: conditional_gan, image_size: 8, latent_size: 8, width: 16}
            data: digits
            training: {epochs: 1, limit: 640}
            """);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path output : List.of(first, second)) {
            CommandLineRun drawn = CommandLineRun.of(
                    "generate",
                    run,
                    "--engine",
                    engine,
                    "--count",
                    "4",
                    "--seed",
                    "7",
                    "--classes",
                    "3,5",
                    "--output",
                    output);
            assertThat(drawn.exit()).as(drawn.err()).isZero();
            assertThat(drawn.out()).contains("4 pictures in");
        }
        for (String name : List.of("000007.png", "000008.png", "000010.png", "grid.png")) {
            assertThat(Files.readAllBytes(first.resolve(name))).isEqualTo(Files.readAllBytes(second.resolve(name)));
        }
        try (ImageGenerator generator = ImageGenerator.open(run, engine, "cpu")) {
            assertThat(generator.draw(8, 5).toPng()).isEqualTo(Files.readAllBytes(first.resolve("000008.png")));
            assertThat(generator.draw(8, 6).pixels())
                    .isNotEqualTo(generator.draw(8, 5).pixels());
        }
        CommandLineRun refused = CommandLineRun.of("generate", run, "--classes", "3,x", "--output", first);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--classes: must be among [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], got x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void keepsMoreOfAPictureThanTheMean(String engine) throws IOException {
        Path run = train(engine, """
            task: image-reconstruction
            model: {name: vae_mnist, image_size: 8, latent_size: 8, width: 64}
            data: digits
            training: {epochs: 6, batch: 64, optimizer: {name: adam, rate: 0.003}}
            """);
        JsonNode result = result(run);
        double floor = result.at("/floor/error").asDouble();
        assertThat(result.at("/metrics/error").asDouble()).isLessThan(0.6 * floor);
        assertThat(result.at("/metrics/elbo").asDouble()).isNegative();
        CommandLineRun again = CommandLineRun.of("evaluate", run, "--engine", engine, "--json");
        assertThat(JSON.readTree(again.out()).at("/metrics/elbo").asDouble())
                .isEqualTo(result.at("/metrics/elbo").asDouble());
        CommandLineRun drawn = CommandLineRun.of("generate", run, "--engine", engine, "--output", folder.resolve("d"));
        assertThat(drawn.exit()).as(drawn.err()).isZero();
        CommandLineRun predicted =
                CommandLineRun.of("predict", run, folder.resolve("d/000000.png"), "--engine", engine);
        assertThat(predicted.exit()).as(predicted.err()).isZero();
        assertThat(JSON.readTree(predicted.out()).get("picture").asText()).startsWith("data:image/png;base64,");
    }

    /** Light discs on a dark ground. */
    private Path discs() throws IOException {
        Path data = folder.resolve("discs");
        Files.createDirectories(data.resolve("images"));
        Files.createDirectories(data.resolve("masks"));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 40; i++) {
            double x = random.nextDouble(8, 24);
            double y = random.nextDouble(8, 24);
            double radius = random.nextDouble(4, 8);
            byte[] image = new byte[32 * 32];
            byte[] mask = new byte[32 * 32];
            for (int at = 0; at < image.length; at++) {
                int row = at / 32;
                boolean inside = Math.hypot(at % 32 - x, row - y) < radius;
                image[at] = (byte) random.nextInt(inside ? 120 : 20, inside ? 240 : 140);
                mask[at] = (byte) (inside ? 255 : 0);
            }
            Files.write(data.resolve("images/" + i + ".png"), new PixelImage(32, 32, 1, image).toPng());
            Files.write(data.resolve("masks/" + i + ".png"), new PixelImage(32, 32, 1, mask).toPng());
        }
        return data;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void dividesBetterThanOneThreshold(String engine) throws IOException {
        Path data = discs();
        Path run = train(engine, """
            task: image-segmentation
            model: {name: unet_small, width: 16, depth: 2}
            data: {name: image-mask-folder, path: DATA}
            preprocess: {size: 32}
            augment: {flip: 0.5}
            training: {epochs: 8, batch: 4, optimizer: {name: adam, rate: 0.003}}
            """.replace("DATA", data.toString()));
        JsonNode result = result(run);
        assertThat(result.at("/metrics/dice").asDouble())
                .isGreaterThan(result.at("/floor/dice").asDouble())
                .isGreaterThan(0.9);
        try (Segmenter segmenter = Segmenter.open(run, engine, "cpu")) {
            assertThat(segmenter.segment(data.resolve("images/0.png")).mask().width())
                    .isEqualTo(32);
        }
    }
}
