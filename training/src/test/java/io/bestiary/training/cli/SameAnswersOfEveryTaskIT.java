package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bestiary.inference.http.Limits;
import io.bestiary.inference.http.ModelServer;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same 1,000 inputs of every task to the test that ends a training, {@code predict}, the embedded library and HTTP, one
 * at a time and together, on both engines: equal answers.
 */
class SameAnswersOfEveryTaskIT {
    private static final int AT_ONCE = 100;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    /** Makes the data of a task in a folder. */
    @FunctionalInterface
    interface Maker {
        Asked in(Path folder) throws IOException;
    }

    static Stream<Arguments> tasks() {
        Map<String, Object> makers = Asked.ordered(
                "image-classification", (Maker) AskedPictures::classes,
                "image-reconstruction", (Maker) AskedPictures::again,
                "image-segmentation", (Maker) AskedPictures::masks,
                "image-generation", (Maker) AskedPictures::drawings,
                "image-generation, points", (Maker) folder -> AskedPictures.points(),
                "text-classification", (Maker) AskedTexts::classes,
                "token-classification", (Maker) AskedTexts::tags,
                "translation", (Maker) AskedTexts::translations,
                "language-modeling", (Maker) AskedTexts::answers,
                "language-modeling, masked", (Maker) AskedTexts::hidden,
                "forecasting", (Maker) AskedSeries::future,
                "series-classification", (Maker) AskedSeries::kinds);
        return makers.entrySet().stream()
                .flatMap(task ->
                        Stream.of("pytorch", "mxnet").map(engine -> arguments(task.getKey(), engine, task.getValue())));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("tasks")
    void fromEveryWayOfAsking(String task, String engine, Maker maker) throws Exception {
        Asked asked = maker.in(folder);
        assertThat(asked.inputs()).hasSize(Asked.INPUTS);
        Path run = folder.resolve("run");
        Path recipe = Files.writeString(folder.resolve("recipe.yaml"), asked.recipe());
        CommandLineRun training = CommandLineRun.of("train", recipe, "--run", run, "--engine", engine, "--json");
        assertThat(training.exit()).as(training.err()).isZero();
        List<JsonNode> predicted = predict(run, engine, asked.inputs());
        asked.measured().of(predicted).forEach((metric, value) -> {
            assertThat(value).as("%s is worth comparing", metric).isNotIn(0.0, 1.0);
            assertThat(measured(training, metric)).as(metric).isCloseTo(value, within(1e-5));
        });
        List<?> embedded = asked.door().answer(run, engine);
        List<JsonNode> together = new ArrayList<>();
        List<JsonNode> alone = new ArrayList<>();
        Limits limits = new Limits(64, Duration.ZERO, 1024, Duration.ofSeconds(60), 16 << 20, 4096);
        ModelServer.Options options =
                new ModelServer.Options("127.0.0.1", 0, Optional.empty(), Optional.empty(), limits);
        try (ModelServer server = new ModelServer(options, Backend.of(engine, "cpu"))) {
            server.load("model", "1", run);
            server.ready();
            URI address = URI.create("http://127.0.0.1:" + server.port() + "/models/model");
            for (int from = 0; from < Asked.INPUTS; from += AT_ONCE) {
                Map<String, ?> body = Map.of("inputs", asked.inputs().subList(from, from + AT_ONCE));
                post(address, body).get("answers").forEach(together::add);
            }
            for (Map<String, ?> input : asked.inputs()) {
                alone.add(post(address, input));
            }
        }
        for (int i = 0; i < Asked.INPUTS; i++) {
            JsonNode answer = predicted.get(i);
            same(Asked.JSON.valueToTree(embedded.get(i)), answer, false);
            same(answer, together.get(i), true);
            same(answer, alone.get(i), true);
        }
    }

    private static double measured(CommandLineRun training, String metric) {
        try {
            return Asked.JSON.readTree(training.out()).at("/metrics/" + metric).doubleValue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<JsonNode> predict(Path run, String engine, List<? extends Map<String, ?>> inputs) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map<String, ?> input : inputs) {
            lines.add(Asked.JSON.writeValueAsString(input));
        }
        Path file = Files.write(folder.resolve("inputs.jsonl"), lines);
        Path output = folder.resolve("answers.jsonl");
        CommandLineRun predicting = CommandLineRun.of("predict", run, file, "--output", output, "--engine", engine);
        assertThat(predicting.exit()).as(predicting.err()).isZero();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            ObjectNode row = (ObjectNode) Asked.JSON.readTree(line);
            assertThat(row.has("input")).as(line).isTrue();
            assertThat(row.size() == 2 && row.has("error")).as(line).isFalse();
            row.remove("input");
            answers.add(row);
        }
        return answers;
    }

    private JsonNode post(URI address, Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Asked.JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Asked.JSON.readTree(response.body());
    }

    /** The same texts and, within 1e-5, numbers; pictures within one step of 255; a part may lack keys. */
    private static void same(JsonNode expected, JsonNode answer, boolean whole) {
        if (answer.equals(expected)) {
            return;
        }
        if (expected.isNumber()) {
            assertThat(answer.asDouble()).isCloseTo(expected.asDouble(), within(1e-5));
        } else if (expected.isContainerNode()) {
            int size = whole || expected.isArray() ? answer.size() : expected.size();
            assertThat(size).as(answer.toString()).isEqualTo(expected.size());
            if (expected.isObject()) {
                expected.fieldNames().forEachRemaining(name -> same(expected.get(name), answer.path(name), whole));
            } else {
                for (int i = 0; i < expected.size(); i++) {
                    same(expected.get(i), answer.get(i), whole);
                }
            }
        } else if (Asked.isPicture(expected)) {
            assertThat(farthest(
                            Asked.picture(expected).pixels(),
                            Asked.picture(answer).pixels()))
                    .as("steps between pixels")
                    .isLessThanOrEqualTo(1);
        } else {
            assertThat(answer).isEqualTo(expected);
        }
    }

    private static int farthest(byte[] pixels, byte[] others) {
        assertThat(others).hasSameSizeAs(pixels);
        int farthest = 0;
        for (int i = 0; i < pixels.length; i++) {
            farthest = Math.max(farthest, Math.abs((pixels[i] & 0xff) - (others[i] & 0xff)));
        }
        return farthest;
    }
}
