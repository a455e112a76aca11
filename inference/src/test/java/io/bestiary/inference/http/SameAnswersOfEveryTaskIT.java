package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.EveryTask;
import io.bestiary.inference.batch.BatchJob;
import io.bestiary.inference.batch.FileItems;
import io.bestiary.inference.batch.Items;
import io.bestiary.inference.batch.RowFormat;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.engine.Backend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same 1,000 inputs of every task through the embedded library, a batch job and HTTP, one at a time and together, on
 * both engines: equal answers.
 */
class SameAnswersOfEveryTaskIT {
    private static final int INPUTS = 1000;
    private static final int AT_ONCE = 100;
    private static final String PNG = "data:image/png;base64,";

    @TempDir
    private Path folder;

    static Stream<Arguments> tasks() {
        return Stream.of(EveryTask.values())
                .flatMap(task -> Stream.of("pytorch", "mxnet").map(engine -> Arguments.of(task, engine)));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void fromEveryWayOfAsking(EveryTask task, String engine) throws Exception {
        Path checkpoint = task.write(folder.resolve("model"), engine);
        List<JsonNode> inputs = IntStream.range(0, INPUTS)
                .mapToObj(task::input)
                .<JsonNode>map(Served.JSON::valueToTree)
                .toList();
        List<JsonNode> embedded;
        List<JsonNode> predicted;
        try (Session<?, ?> session = Session.open(checkpoint, Backend.of(engine, "cpu"))) {
            embedded = embed(session, inputs);
            predicted = predict(session, inputs);
        }
        Limits limits = new Limits(64, Duration.ZERO, 1024, Duration.ofSeconds(60), 16 << 20);
        ModelServer.Options options =
                new ModelServer.Options("127.0.0.1", 0, Optional.empty(), Optional.empty(), limits);
        try (Served served = new Served(folder, engine, options)) {
            served.server.load("model", "1", checkpoint);
            ArrayNode together = Served.JSON.createArrayNode();
            for (int from = 0; from < INPUTS; from += AT_ONCE) {
                ObjectNode body = Served.JSON.createObjectNode();
                body.putArray("inputs").addAll(inputs.subList(from, from + AT_ONCE));
                together.addAll((ArrayNode)
                        served.post("/models/model", body.toString()).json().get("answers"));
            }
            for (int i = 0; i < INPUTS; i++) {
                assertThat(embedded.get(i).has("error") && embedded.get(i).size() == 1)
                        .as(embedded.get(i).toString())
                        .isFalse();
                same(embedded.get(i), predicted.get(i));
                same(embedded.get(i), together.get(i));
                same(
                        embedded.get(i),
                        served.post("/models/model", inputs.get(i).toString()).json());
            }
        }
    }

    private static <I, A> List<JsonNode> embed(Session<I, A> session, List<JsonNode> inputs) {
        List<I> read = inputs.stream().map(session.inputForm()::fromJson).toList();
        return session.answer(read).stream()
                .<JsonNode>map(
                        answer -> Served.JSON.valueToTree(session.answerForm().toJson(answer)))
                .toList();
    }

    private <I, A> List<JsonNode> predict(Session<I, A> session, List<JsonNode> inputs) throws IOException {
        Path file = Files.write(
                folder.resolve("inputs.jsonl"),
                inputs.stream().map(JsonNode::toString).toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Items<I> items = FileItems.of(session.inputForm(), List.of(file), null);
                PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            new BatchJob(RowFormat.JSONL, 64, true).toStream(session, items, stream, (rows, errors, bytes) -> {});
        }
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            ObjectNode row = (ObjectNode) Served.JSON.readTree(line);
            row.remove("input");
            answers.add(row);
        }
        return answers;
    }

    /** The same keys, texts and, within 1e-5, numbers; pictures within one step of 255. */
    private static void same(JsonNode expected, JsonNode answer) {
        if (expected.isNumber()) {
            assertThat(answer.asDouble()).isCloseTo(expected.asDouble(), within(1e-5));
        } else if (expected.isContainerNode()) {
            assertThat(answer.size()).as(answer.toString()).isEqualTo(expected.size());
            Iterator<JsonNode> values = answer.elements();
            if (expected.isObject()) {
                expected.fieldNames().forEachRemaining(name -> same(expected.get(name), answer.path(name)));
            } else {
                expected.elements().forEachRemaining(value -> same(value, values.next()));
            }
        } else if (expected.asText().startsWith(PNG)) {
            samePicture(pixels(expected), pixels(answer));
        } else {
            assertThat(answer).isEqualTo(expected);
        }
    }

    private static void samePicture(byte[] expected, byte[] answer) {
        assertThat(answer).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(answer[i] & 0xff).as("pixel %d", i).isCloseTo(expected[i] & 0xff, within(1));
        }
    }

    private static byte[] pixels(JsonNode picture) {
        byte[] png = Base64.getDecoder().decode(picture.asText().substring(PNG.length()));
        return PixelImage.read(new ByteArrayInputStream(png), "the answer").pixels();
    }
}
