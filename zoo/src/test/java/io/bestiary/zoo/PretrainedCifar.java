package io.bestiary.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.zoo.checkpoint.Safetensors;
import io.bestiary.zoo.nn.Network;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.provider.Arguments;

/** Networks that others trained on CIFAR-10, and its lossless test pictures; tests are skipped where they are absent. */
final class PretrainedCifar {
    private static final int SIDE = 32;
    private static final int BATCH = 100;
    private static final int TEST = 50_000; // where the labels of the test pictures begin
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private PretrainedCifar() {}

    static Stream<Arguments> networksAndEngines() {
        return Engines.all().stream()
                .flatMap(engine -> Stream.of(
                        Arguments.of("resnet20", "resnet20-12fca82f", engine),
                        Arguments.of("resnet32", "resnet32-d509ac18", engine)));
    }

    /** Logits (B, 10) of the first test pictures, row by row. */
    static float[] logits(String name, String weights, String engine, int pictures) throws IOException {
        Path file = SharedData.file("weights/resnet-cifar10/" + weights + ".safetensors");
        try (NDManager manager = Engines.manager(engine);
                Safetensors tensors = Safetensors.open(file);
                Network network = Network.load(
                        Zoo.find(name).orElseThrow().architecture(),
                        manager,
                        parameter -> tensors.array(parameter, manager))) {
            FloatBuffer pixels = FloatBuffer.wrap(pixels(pictures));
            FloatBuffer logits = FloatBuffer.allocate(pictures * 10);
            while (logits.hasRemaining()) {
                int examples = Math.min(BATCH, logits.remaining() / 10);
                float[] batch = new float[examples * 3 * SIDE * SIDE];
                pixels.get(batch);
                try (NDManager scope = manager.newSubManager()) {
                    NDArray input = scope.create(batch, new Shape(examples, 3, SIDE, SIDE));
                    logits.put(Samples.outputs(network, new NDList(input)));
                }
            }
            return logits.array();
        }
    }

    /** What the reference found. */
    static JsonNode expected(String weights) throws IOException {
        return new ObjectMapper()
                .readTree(
                        SharedData.file("weights/resnet-cifar10/expected.json").toFile())
                .get("models")
                .get(weights);
    }

    static int[] labels(int pictures) throws IOException {
        String script = Files.readString(SharedData.file("cifar10-5k/cifar10_labels.js"));
        int[] all = Arrays.stream(script.replaceAll("[^0-9,]", "").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        return Arrays.copyOfRange(all, TEST, TEST + pictures);
    }

    /** Row r of the picture file is picture r. */
    private static float[] pixels(int pictures) throws IOException {
        BufferedImage rows =
                ImageIO.read(SharedData.file("cifar10-5k/cifar10_batch_50.png").toFile());
        int plane = SIDE * SIDE;
        float[] pixels = new float[pictures * 3 * plane];
        for (int row = 0; row < pictures; row++) {
            for (int i = 0; i < plane; i++) {
                int rgb = rows.getRGB(i, row);
                for (int c = 0; c < 3; c++) {
                    float value = ((rgb >> (16 - 8 * c)) & 0xFF) / 255f;
                    pixels[(row * 3 + c) * plane + i] = (value - MEAN[c]) / DEVIATION[c];
                }
            }
        }
        return pixels;
    }
}
