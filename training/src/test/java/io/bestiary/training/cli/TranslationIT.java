package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.Translator;
import io.bestiary.inference.http.ModelServer;
import io.bestiary.inference.pipeline.Translation;
import io.bestiary.inference.pipeline.TranslationRequest;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text to text from recipe to answer, on both engines: the command, the front door and HTTP say the same. */
class TranslationIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Sentences that the small networks cannot translate well, but must translate alike in every way. */
    private static final List<String> SOURCES =
            List.of("forty-two", "nine hundred eleven", "two thousand seven", "ten");

    @TempDir
    private Path folder;

    private JsonNode train(String engine, String model, String preprocess) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), """
            task: translation
            model: %s
            data: {name: numbers-in-words, train: 500, validation: 20, test: 20, digits: 4}
            preprocess: %s
            loss: {label_smoothing: 0.1}
            batches: {tokens: 500}
            decoding: {beam: 2}
            training: {epochs: 3, optimizer: {name: adamw, rate: 0.01}}
            """.formatted(model, preprocess));
        Path path = folder.resolve("run");
        CommandLineRun run = CommandLineRun.of("train", file, "--run", path, "--engine", engine, "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        CommandLineRun again = CommandLineRun.of("evaluate", path, "--json");
        assertThat(again.exit()).as(again.err()).isZero();
        JsonNode result = JSON.readTree(run.out());
        assertThat(JSON.readTree(again.out()).get("metrics")).isEqualTo(result.get("metrics"));
        CommandLineRun table = CommandLineRun.of("evaluate", path);
        assertThat(table.out())
                .contains("copy of the source", "most frequent target")
                .contains("bleu_signature  nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:");
        return result;
    }

    private JsonNode post(int port, Object body) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/models/words"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        JsonNode answer = JSON.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(answer.has("error") ? 400 : 200);
        return answer;
    }

    private List<JsonNode> predict(String engine, List<String> lines) throws IOException {
        Path texts = Files.write(folder.resolve("sources.txt"), lines);
        CommandLineRun run = CommandLineRun.of("predict", folder.resolve("run"), texts, "--engine", engine);
        assertThat(run.exit()).as(run.err()).isZero();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"pytorch, mxnet", "mxnet, pytorch"})
    void recurrentWithAttention(String engine, String other) throws IOException, InterruptedException {
        JsonNode result = train(
                engine,
                "{name: gru_bahdanau, embedding_size: 16, hidden_size: 24, attention_size: 16, dropout: 0.0}",
                "{tokenizer: {name: byte-pair, vocabulary: 320}, longest: 60}");
        assertThat(result.at("/metrics/loss").doubleValue())
                .as("nats, of ln 320 = 5.8")
                .isLessThan(4);
        assertThat(result.at("/floor_method").textValue()).isEqualTo("copy of the source");

        List<String> lines = new ArrayList<>(SOURCES);
        lines.add("€ ☃ 李雷");
        lines.add("one ".repeat(200));
        List<JsonNode> rows = predict(engine, lines);
        List<JsonNode> there = predict(other, lines);
        assertThat(rows).hasSize(6);
        assertThat(rows.get(4).has("text")).as("every character has its bytes").isTrue();
        assertThat(rows.get(5).get("error").textValue()).contains("text: must have at most 60 tokens, got ");
        try (Translator translator = Translator.open(folder.resolve("run"), engine, "cpu");
                ModelServer server = new ModelServer(ModelServer.Options.DEFAULTS, Backend.of(engine, "cpu"))) {
            server.load("words", "1", folder.resolve("run"));
            server.ready();
            List<String> texts = translator.translate(SOURCES);
            for (int i = 0; i < SOURCES.size(); i++) {
                assertThat(rows.get(i).get("text").textValue()).isEqualTo(texts.get(i));
                assertThat(there.get(i).get("text").textValue()).isEqualTo(texts.get(i));
                assertThat(translator.translate(SOURCES.get(i))).isEqualTo(texts.get(i));
                assertThat(post(server.port(), Map.of("text", SOURCES.get(i)))
                                .get("text")
                                .textValue())
                        .isEqualTo(texts.get(i));
            }
            attention(translator);
            for (Object bad : List.of(
                    Map.of("text", "  "),
                    Map.of("text", "one ".repeat(200)),
                    Map.of("text", "one", "best", 0),
                    Map.of("words", "one"))) {
                assertThat(post(server.port(), bad).has("error"))
                        .as(bad.toString())
                        .isTrue();
            }
            assertThat(post(server.port(), Map.of("text", "ten", "best", 3)).get("candidates"))
                    .hasSize(3);
            assertThatThrownBy(() -> translator.translate(" "))
                    .isInstanceOf(DataException.class)
                    .hasMessage("text: must not be blank");
        }
    }

    private static void attention(Translator translator) {
        Translation answer = translator.ask(new TranslationRequest("forty-two", 2, true));
        assertThat(answer.candidates()).hasSize(2);
        assertThat(answer.candidates().get(0).score())
                .isGreaterThanOrEqualTo(answer.candidates().get(1).score());
        Translation.Attention attention = answer.attention().orElseThrow();
        assertThat(attention.source()).endsWith("<eos>");
        assertThat(attention.target()).endsWith("<eos>");
        assertThat(attention.weights()).hasNumberOfRows(attention.target().size());
        for (float[] row : attention.weights()) {
            assertThat(row).hasSize(attention.source().size());
            double sum = 0;
            for (float weight : row) {
                sum += weight;
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({"pytorch", "mxnet"})
    void transformerOnCharacters(String engine) throws IOException {
        JsonNode result = train(
                engine,
                "{name: transformer_small_pre_norm, hidden_size: 16, layers: 1, heads: 2, feed_forward: 32, dropout:"
                        + " 0.1}",
                "{tokenizer: {name: characters}, vocabularies: separate}");
        assertThat(result.at("/metrics/loss").doubleValue()).isLessThan(3);

        List<JsonNode> rows = predict(engine, List.of("ten", "t€n"));
        assertThat(rows.get(0).has("text")).isTrue();
        assertThat(rows.get(1).get("error").textValue()).contains("€");
        try (Translator translator = Translator.open(folder.resolve("run"), engine, "cpu")) {
            assertThatThrownBy(() -> translator.ask(new TranslationRequest("ten", 1, true)))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("attention: must be 0");
        }
    }
}
