package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.Tagger;
import io.bestiary.inference.TextClassifier;
import io.bestiary.inference.pipeline.Tagging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and words from recipe to answer, on both engines. */
class TextIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] GOOD = {"good", "great", "fine", "lovely"};
    private static final String[] BAD = {"bad", "awful", "poor", "dull"};
    private static final String[] OTHER = {"film", "the", "a", "was", "and", "so", "very", "plot", "\"quoted\"", ","};

    private static final String CLASSIFIER = """
        task: text-classification
        model: {name: %s, dropout: 0.1}
        data: {name: csv, path: %s, label: kind}
        preprocess: {tokenizer: {name: words, least: 1}}
        batches: {tokens: 256}
        augment: {unknown: {share: 0.05}}
        training: {epochs: %d, optimizer: {name: adamw, rate: 0.01}}
        """;

    private static final String TAGGER = """
        task: token-classification
        model: {name: lstm_character_tagger, embedding_size: 16, character_size: 8, filters: 12, hidden_size: 16, dropout: 0.1}
        data: {name: conllu, path: %s, column: ner}
        training: {epochs: 6, batch: 16, optimizer: {name: adamw, rate: 0.01}}
        """;

    @TempDir
    private Path folder;

    private static String sentence(SplittableRandom random, String[] telling) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(20); i++) {
            words.add(OTHER[random.nextInt(OTHER.length)]);
        }
        words.add(random.nextInt(words.size()), telling[random.nextInt(telling.length)]);
        return String.join(" ", words);
    }

    private Path reviews() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder rows = new StringBuilder("text,kind\n");
        for (int i = 0; i < 400; i++) {
            boolean good = random.nextBoolean();
            rows.append('"')
                    .append(sentence(random, good ? GOOD : BAD).replace("\"", "\"\""))
                    .append("\",")
                    .append(good ? "good" : "bad")
                    .append('\n');
        }
        return Files.writeString(folder.resolve("reviews.csv"), rows);
    }

    /** Names end in "son", places in "burg"; no name or place is there twice, so that only its characters tell. */
    private Path names() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        StringBuilder rows = new StringBuilder("# global.columns = ID FORM NER\n");
        for (int i = 0; i < 300; i++) {
            String name = letters(random) + "son";
            String place = letters(random) + "burg";
            rows.append("1\tMr.\tB-PER\n2\t" + name + "\tI-PER\n3\tsaw\tO\n4\t" + place + "\tB-LOC\n5\t.\tO\n\n");
        }
        return Files.writeString(folder.resolve("names.conllu"), rows);
    }

    private static String letters(SplittableRandom random) {
        return random.ints(2 + random.nextInt(5), 'a', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private JsonNode train(String engine, String recipe, Object... more) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
        List<Object> arguments =
                new ArrayList<>(List.of("train", file, "--run", folder.resolve("run"), "--engine", engine, "--json"));
        arguments.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(arguments.toArray());
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(run.out());
        CommandLineRun again = CommandLineRun.of("evaluate", folder.resolve("run"), "--json");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(JSON.readTree(again.out()).get("metrics")).isEqualTo(result.get("metrics"));
        return result;
    }

    @ParameterizedTest
    @CsvSource({"gru_classifier, pytorch", "gru_classifier, mxnet", "bert_tiny_classifier, pytorch"})
    void classifies(String network, String engine) throws IOException {
        String small = network.startsWith("bert")
                ? network + ", context: 40, hidden_size: 32, feed_forward: 64"
                : network + ", embedding_size: 16, hidden_size: 16";
        JsonNode result = train(engine, CLASSIFIER.formatted(small, reviews(), 6));
        assertThat(result.at("/metrics/accuracy").doubleValue()).isGreaterThan(0.9);
        assertThat(result.at("/floor/accuracy").doubleValue()).isGreaterThan(0.9);
        assertThat(result.at("/other_floors/majority class/accuracy").doubleValue())
                .isCloseTo(0.5, within(0.1));
        try (TextClassifier classifier = TextClassifier.open(folder.resolve("run"), engine, "cpu")) {
            assertThat(classifier.classify("a lovely \u00dcnknown film").best().name())
                    .isEqualTo("good");
            assertThatThrownBy(() -> classifier.classify(" "))
                    .isInstanceOf(DataException.class)
                    .hasMessage("text: must have at least one token, got an empty text");
        }
        assertThatThrownBy(() -> Tagger.open(folder.resolve("run"), engine, "cpu"))
                .hasMessageContaining("must take TaggerInput, is for text-classification");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void tags(String engine) throws IOException {
        Path names = names();
        String content = Files.readString(names);
        int half = content.indexOf("1\tMr.", content.length() / 3);
        Path asked = Files.writeString(
                folder.resolve("asked.conllu"), "# global.columns = ID FORM NER\n" + content.substring(0, half));
        Files.writeString(names, "# global.columns = ID FORM NER\n" + content.substring(half));
        JsonNode result = train(engine, TAGGER.formatted(names + ", test_path: " + asked));
        assertThat(result.at("/metrics/entity_f1").doubleValue())
                .isGreaterThan(0.9)
                .isGreaterThan(result.at("/floor/entity_f1").doubleValue());
        try (Tagger tagger = Tagger.open(folder.resolve("run"), engine, "cpu")) {
            assertThat(result.at("/metrics/accuracy").doubleValue())
                    .isCloseTo(accuracy(tagger, engine, folder.resolve("asked.conllu")), within(1e-9));
            Tagging tagging = tagger.tag("Mr. qqson saw zzburg.");
            assertThat(tagging.tokens().get(1).token()).isEqualTo(".");
            Tagging given = tagger.tag(List.of("Mr.", "qqson", "saw", "zzburg", "."));
            assertThat(given.tokens())
                    .extracting(Tagging.Token::tag)
                    .containsExactly("B-PER", "I-PER", "O", "B-LOC", "O");
            assertThat(given.tokens().get(3).start()).isEqualTo(14);
            assertThat(given.tokens().get(3).end()).isEqualTo(20);
        }
        Path file = Files.writeString(
                folder.resolve("in.jsonl"),
                "{\"words\": [\"Mr.\", \"qqson\", \"saw\"]}\n{\"text\": \"He saw zzburg\"}\n{}\n");
        CommandLineRun run = CommandLineRun.of("predict", folder.resolve("run"), file, "--engine", engine);
        List<String> lines = run.out().lines().toList();
        assertThat(JSON.readTree(lines.get(0)).at("/tokens/1/tag").asText()).isEqualTo("I-PER");
        assertThat(JSON.readTree(lines.get(1)).at("/tokens/2").toString())
                .startsWith("{\"token\":\"zzburg\",\"start\":7,\"end\":13,\"tag\":\"B-LOC\"");
        assertThat(JSON.readTree(lines.get(2)).get("error").asText())
                .endsWith("text: must be given, or else words, got neither");
    }

    /** Of the embedded library, whose answers the batch job must give too. */
    private double accuracy(Tagger tagger, String engine, Path asked) throws IOException {
        List<List<String>> words = new ArrayList<>(List.of(new ArrayList<>()));
        List<List<String>> tags = new ArrayList<>(List.of(new ArrayList<>()));
        for (String line : Files.readAllLines(asked)) {
            if (line.isEmpty()) {
                words.add(new ArrayList<>());
                tags.add(new ArrayList<>());
            } else if (!line.startsWith("#")) {
                words.get(words.size() - 1).add(line.split("\t", -1)[1]);
                tags.get(tags.size() - 1).add(line.split("\t", -1)[2]);
            }
        }
        StringBuilder rows = new StringBuilder();
        for (List<String> sentence : words.subList(0, words.size() - 1)) {
            rows.append(JSON.writeValueAsString(Map.of("words", sentence))).append('\n');
        }
        Path file = Files.writeString(folder.resolve("asked.jsonl"), rows);
        CommandLineRun run = CommandLineRun.of("predict", folder.resolve("run"), file, "--engine", engine);
        assertThat(run.exit()).as(run.err()).isZero();
        List<String> predicted = run.out().lines().toList();
        int right = 0;
        int all = 0;
        for (int i = 0; i < words.size() - 1; i++) {
            List<String> told = tagger.tag(words.get(i)).tokens().stream()
                    .map(Tagging.Token::tag)
                    .toList();
            assertThat(JSON.readTree(predicted.get(i)).findValuesAsText("tag")).isEqualTo(told);
            for (int w = 0; w < told.size(); w++) {
                right += told.get(w).equals(tags.get(i).get(w)) ? 1 : 0;
                all++;
            }
        }
        return (double) right / all;
    }

    private void refuses(String recipe, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
        CommandLineRun run = CommandLineRun.of("train", file, "--run", folder.resolve("run"));
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void refusesBadDataBeforeAnyTraining() throws IOException {
        Path file = folder.resolve("bad.csv");
        String recipe = CLASSIFIER.formatted("gru_classifier", file, 1);
        Files.writeString(file, "text,kind\na,x\nb,x\nc,x\nd,x\n");
        refuses(recipe, "bad.csv: must have at least 2 classes to learn from, found [x]");
        Files.writeString(file, "text,kind\na,x\n\"\",y\n");
        refuses(recipe, "bad.csv:3: text: must be a text, found a blank one");
        Files.writeString(file, "text,kind\na,x\nb,y\n");
        refuses(recipe, "bad.csv: must leave examples in the validation split, found none");
        Files.write(file, new byte[] {'t', 'e', 'x', 't', ',', 'k', 'i', 'n', 'd', '\n', (byte) 0xff, ',', 'x'});
        refuses(recipe, "bad.csv:2: must be UTF-8");
        refuses(CLASSIFIER.formatted("bert_tiny_classifier, context: 8", reviews(), 1), " tokens, got ");
        refuses(
                CLASSIFIER
                        .formatted("bert_tiny_classifier, context: 8", reviews(), 1)
                        .replace("preprocess: {", "preprocess: {longest: 9, "),
                "recipe.yaml:4: preprocess.longest: must be at most model.context, which is 8, got 9");
    }
}
