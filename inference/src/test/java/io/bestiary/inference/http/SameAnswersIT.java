package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.ImageClassifier;
import io.bestiary.inference.batch.BatchJob;
import io.bestiary.inference.batch.FileItems;
import io.bestiary.inference.batch.Items;
import io.bestiary.inference.batch.RowFormat;
import io.bestiary.inference.http.Served.Reply;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.engine.Backend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same 1,000 pictures through a batch job, the embedded library and HTTP, one at a time and together: equal answers. */
class SameAnswersIT {
    private static final int INPUTS = 1000;
    private static final int SIZE = 28;
    private static final int AT_ONCE = 100;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void fromEveryWayOfAsking(String engine) throws Exception {
        byte[] pixels = new byte[INPUTS * SIZE * SIZE];
        new Random(11).nextBytes(pixels);
        List<PixelImage> pictures = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            byte[] one = new byte[SIZE * SIZE];
            System.arraycopy(pixels, i * one.length, one, 0, one.length);
            pictures.add(new PixelImage(SIZE, SIZE, 1, one));
        }
        try (Served served = new Served(folder, engine, ModelServer.Options.DEFAULTS)) {
            Path checkpoint = folder.resolve("digits");
            List<Classification> embedded;
            try (ImageClassifier classifier = ImageClassifier.open(checkpoint, engine, "cpu")) {
                embedded = classifier.classify(
                        pictures.stream().map(PixelImage::toBufferedImage).toList());
            }
            List<JsonNode> predicted = predict(checkpoint, engine, pixels);
            JsonNode together = together(served, pixels);
            for (int i = 0; i < INPUTS; i++) {
                Classification.Label best = embedded.get(i).best();
                same(best, predicted.get(i).at("/predictions/0"));
                same(best, single(served, pictures.get(i)).at("/predictions/0"));
                assertThat(together.at("/" + i / AT_ONCE + "/outputs/0/data/" + i % AT_ONCE)
                                .asText())
                        .isEqualTo(best.name());
                assertThat(together.at("/" + i / AT_ONCE + "/outputs/1/data/" + i % AT_ONCE)
                                .asDouble())
                        .isCloseTo(best.probability(), within(1e-5));
            }
        }
    }

    private static void same(Classification.Label expected, JsonNode best) {
        assertThat(best.get("name").asText()).isEqualTo(expected.name());
        assertThat(best.get("probability").asDouble()).isCloseTo(expected.probability(), within(1e-5));
    }

    private List<JsonNode> predict(Path checkpoint, String engine, byte[] pixels) throws IOException {
        ByteBuffer idx = ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(INPUTS)
                .putInt(SIZE)
                .putInt(SIZE)
                .put(pixels);
        Path file = Files.write(folder.resolve("inputs.idx"), idx.array());
        Path output = folder.resolve("answers.jsonl");
        try (Session<PixelImage, Classification> session =
                        Session.open(checkpoint, Backend.of(engine, "cpu"), PixelImage.class, Classification.class);
                Items<PixelImage> items = FileItems.of(session.inputForm(), List.of(file), null)) {
            new BatchJob(RowFormat.JSONL, 64, true)
                    .toFile(session, items, output, Map.of(), false, (rows, errors, bytes) -> {});
        }
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            rows.add(Served.JSON.readTree(line));
        }
        return rows;
    }

    /** By the protocol, as binary data. */
    private static JsonNode together(Served served, byte[] pixels) throws Exception {
        var replies = Served.JSON.createArrayNode();
        int size = AT_ONCE * SIZE * SIZE;
        String json = "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[" + AT_ONCE + "," + SIZE + ","
                + SIZE + ",1],\"parameters\":{\"binary_data_size\":" + size + "}}]}";
        for (int from = 0; from < pixels.length; from += size) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
            body.write(pixels, from, size);
            Reply reply = served.post(
                    "/v2/models/digits/infer",
                    body.toByteArray(),
                    "Inference-Header-Content-Length",
                    Integer.toString(json.length()));
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            replies.add(reply.json());
        }
        return replies;
    }

    private static JsonNode single(Served served, PixelImage picture) throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture.toBufferedImage(), "png", png);
        return served.post("/models/digits", png.toByteArray()).json();
    }
}
