package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.inference.TextGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Language models from recipe to answer, on both engines. */
class LanguageIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private JsonNode train(String engine, String recipe) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
        CommandLineRun run =
                CommandLineRun.of("train", file, "--run", folder.resolve("run"), "--engine", engine, "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        CommandLineRun again = CommandLineRun.of("evaluate", folder.resolve("run"), "--json");
        assertThat(again.exit()).as(again.err()).isZero();
        JsonNode result = JSON.readTree(run.out());
        assertThat(JSON.readTree(again.out()).get("metrics")).isEqualTo(result.get("metrics"));
        return result;
    }

    private static double nats(JsonNode result, String whose) {
        return result.get(whose).get("nats_per_token").doubleValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void learnsSumsAndAnswersThem(String engine) throws IOException {
        JsonNode result = train(engine, """
            task: language-modeling
            model: {name: gpt_mini, context: 8, hidden_size: 32, heads: 2, layers: 1}
            data: {name: arithmetic, most: 9, train: 80, validation: 0, test: 15}
            training: {epochs: 60, batch: 16, optimizer: {name: adamw, rate: 0.01}}
            """);
        assertThat(nats(result, "metrics")).isLessThan(nats(result, "floor"));
        assertThat(result.get("metrics").get("exact_match").doubleValue()).isGreaterThan(0.3);

        Path run = folder.resolve("run");
        CommandLineRun one = CommandLineRun.of("generate", run, "--engine", engine, "--prompt", "3+4=");
        assertThat(one.exit()).as(one.err()).isZero();
        assertThat(one.out()).matches("3\\+4=\\d+\n");
        CommandLineRun two =
                CommandLineRun.of("generate", run, "--engine", engine, "--prompt", "3+4=", "--count", "2", "--json");
        String[] lines = two.out().split("\n", 0);
        assertThat(lines).hasSize(2);
        assertThat("3+4=" + JSON.readTree(lines[0]).get("text").asText() + "\n").isEqualTo(one.out());

        Path rows = Files.writeString(folder.resolve("sums.jsonl"), """
            {"prompt": "3+4="}
            {"prompt": "three"}
            {"prompt": "1+1=2 1+1=2 1+1=", "max_tokens": 3}
            {"prompt": "1+2=3", "max_tokens": 0}
            """);
        CommandLineRun predicted = CommandLineRun.of("predict", run, rows, "--engine", engine);
        String[] answers = predicted.out().split("\n", 0);
        assertThat(answers).hasSize(4);
        assertThat(answers[0]).contains("\"finish\":\"end\"");
        assertThat(answers[1]).contains("must have only the").contains("U+0074");
        assertThat(answers[2]).contains("must have only the").contains("U+0020");
        assertThat(answers[3]).contains("\"nats\":").contains("\"tokens\":5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void learnsARunningTextAndWritesOn(String engine) throws IOException {
        Path text = Files.writeString(
                folder.resolve("text.txt"), "the cat sat on the mat and that was that.\n".repeat(200));
        JsonNode result = train(engine, """
            task: language-modeling
            model: {name: char_lstm, context: 32, embedding_size: 8, hidden_size: 48, layers: 1, dropout: 0}
            data: {name: text, path: %s}
            training: {epochs: 6, batch: 8, optimizer: {name: adamw, rate: 0.02}}
            """.formatted(text));
        assertThat(result.get("metrics").get("nats_per_character").doubleValue())
                .isLessThan(0.5)
                .isEqualTo(nats(result, "metrics"));
        try (TextGenerator generator = TextGenerator.open(folder.resolve("run"), engine, "cpu")) {
            double likely = generator.score("the cat sat on the mat").nats();
            assertThat(likely)
                    .isLessThan(generator.score("tam eht no tas tac eht").nats() / 3);
            assertThat(generator.generate("", 30).text()).hasSize(30);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void learnsWhatIsHidden(String engine) throws IOException {
        Path text = Files.writeString(
                folder.resolve("lines.txt"), "the cat sat on the mat\nthe dog ate the ham\n".repeat(60));
        JsonNode result = train(engine, """
            task: language-modeling
            model:
              {name: bert_tiny_masked_language, context: 32, hidden_size: 32, heads: 2, layers: 1, feed_forward: 64, dropout: 0}
            data: {name: text-lines, path: %s, validation: 0}
            training: {epochs: 25, batch: 8, optimizer: {name: adamw, rate: 0.005}}
            """.formatted(text));
        assertThat(result.get("metrics").get("accuracy").doubleValue()).isGreaterThan(0.5);
        Path prompt = Files.writeString(folder.resolve("prompt.txt"), "the c<mask>t sat on the mat\nnothing hidden\n");
        CommandLineRun run = CommandLineRun.of("predict", folder.resolve("run"), prompt, "--engine", engine);
        String[] answers = run.out().split("\n", 0);
        assertThat(JSON.readTree(answers[0]).get("text").asText())
                .startsWith("the c")
                .endsWith("t sat on the mat");
        assertThat(answers[1]).contains("must have <mask> for each token to be told, got none");
    }

    @Test
    void mistakesEndBeforeTrainingBegins() throws IOException {
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, "one\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        mistake(latin, latin + ":2: must be UTF-8, got the byte 0xE9 out of place");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "");
        mistake(empty, empty + ": must hold text, is empty");
        Path once = Files.writeString(folder.resolve("once.txt"), "ab".repeat(150) + "c");
        mistake(once, once + ":1: text: must have only the 2 characters that are known, got \"c\" (U+0063)");
        Path small = Files.writeString(folder.resolve("short.txt"), "abc".repeat(5));
        mistake(small, small + ": the training text must have at least 64 tokens, the network's context, got 12");
    }

    private void mistake(Path text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), """
            task: language-modeling
            model: {name: gpt_mini}
            data: {name: text, path: %s}
            """.formatted(text));
        CommandLineRun run = CommandLineRun.of("train", file, "--run", folder.resolve("wrong"));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
