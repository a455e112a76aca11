package io.bestiary.training.cli;

import static io.bestiary.training.cli.Imports.file;
import static io.bestiary.training.cli.Imports.sizes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.zoo.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that transformers saved in half precision answer from raw text as they do there, at once after their import;
 * scripts/reference/make_import_fixtures.py made them.
 */
class ImportTextIT {
    private static final String SIZES = "hidden_size=8 layers=1 heads=2 ";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"PyTorch, bert-tokenizer.json", "MXNet, bert-tokenizer.json", "PyTorch, vocab.txt"})
    void aClassifierServes(String engine, String tokenizer) throws Exception {
        importBert("bert_tiny_classifier", "bert-sequence.safetensors", tokenizer, engine, "--classes", 3);
        JsonNode expected = expected().at("/bert/sequence");
        List<JsonNode> answers = new Imports(folder, engine).predict(expected, "text");
        for (int i = 0; i < expected.size(); i++) {
            probabilities(answers.get(i), expected.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aTaggerServes(String engine) throws Exception {
        importBert("bert_tiny_tagger", "bert-tokens.safetensors", "bert-tokenizer.json", engine, "--classes", 3);
        JsonNode expected = expected().at("/bert/tokens");
        List<JsonNode> answers = new Imports(folder, engine).predict(expected, "words");
        for (int i = 0; i < expected.size(); i++) {
            JsonNode tokens = answers.get(i).get("tokens");
            for (int t = 0; t < tokens.size(); t++) {
                assertThat(tokens.get(t).get("tag").asText())
                        .isEqualTo(expected.get(i).get("tags").get(t).asText());
                assertThat(tokens.get(t).get("probability").doubleValue())
                        .isCloseTo(expected.get(i).get("probabilities").get(t).doubleValue(), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aTellerOfHiddenWordsServes(String engine) throws Exception {
        importBert("bert_tiny_masked_language", "bert-masked.safetensors", "bert-tokenizer.json", engine);
        JsonNode expected = expected().at("/bert/masked");
        List<JsonNode> answers = new Imports(folder, engine).predict(expected, "text");
        for (int i = 0; i < expected.size(); i++) {
            hiddenTokens(answers.get(i), expected.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aLanguageModelWritesOnWordForWord(String engine) throws Exception {
        JsonNode expected = expected().get("gpt2");
        Imports imports = new Imports(folder, engine);
        Object[] options = sizes(
                SIZES + "context=32 vocabulary=" + expected.get("vocabulary"),
                "--tokenizer",
                file("gpt2-tokenizer.json"));
        imports.done("gpt2", "gpt2.safetensors", options);
        for (JsonNode text : expected.get("texts")) {
            CommandLineRun written = CommandLineRun.of(
                    "generate",
                    imports.checkpoint(),
                    "--greedy",
                    "--max-tokens",
                    12,
                    "--engine",
                    engine,
                    "--json",
                    "--prompt",
                    text.get("text").textValue());
            assertThat(Imports.JSON.readTree(written.out()).findValue("text").textValue())
                    .isEqualTo(text.get("written").textValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"PyTorch, sequence", "MXNet, sequence", "PyTorch, masked"})
    void robertaServes(String engine, String head) throws Exception {
        Imports imports = new Imports(folder, engine);
        String sizes = "context=80 feed_forward=12 vocabulary=" + expected().at("/roberta/vocabulary") + " head="
                + (head.equals("masked") ? "masked_language" : head);
        Object[] options = sizes(SIZES + sizes, "--classes", 3, "--tokenizer", file("roberta-tokenizer.json"));
        imports.done("roberta_base", "roberta-" + head + ".safetensors", options);
        JsonNode written = Imports.JSON.readTree(Checkpoint.resolve(imports.checkpoint())
                .resolve("tokenizer.json")
                .toFile());
        JsonNode original = Imports.JSON.readTree(file("roberta-tokenizer.json").toFile());
        for (String section : List.of("added_tokens", "post_processor", "model")) {
            assertThat(written.get(section)).isEqualTo(original.get(section));
        }
        JsonNode expected = expected().at("/roberta/" + head);
        List<JsonNode> answers = new Imports(folder, engine).predict(expected, "text");
        for (int i = 0; i < expected.size(); i++) {
            if (head.equals("masked")) {
                hiddenTokens(answers.get(i), expected.get(i));
            } else {
                probabilities(answers.get(i), expected.get(i));
            }
        }
    }

    @Test
    void whatDoesNotFitIsNamed() throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Object[] arguments = {"import", "bert_tiny", file("bert-masked.safetensors"), "--to", checkpoint};
        assertThat(CommandLineRun.of(arguments).err())
                .contains("bert_tiny: must answer something to be served", "--set head=masked_language");

        CommandLineRun vocabulary = CommandLineRun.of(
                "import",
                "bert_tiny_classifier",
                file("bert-sequence.safetensors"),
                "--tokenizer",
                file("vocab.txt"),
                "--to",
                checkpoint);
        assertThat(vocabulary.err()).contains("vocab.txt: must have 30522 tokens, as many as the network, has 220");
        assertThat(vocabulary.exit()).isEqualTo(2);

        CommandLineRun frame = CommandLineRun.of(
                "import",
                "bert_tiny_classifier",
                file("bert-sequence.safetensors"),
                "--tokenizer",
                file("gpt2-tokenizer.json"),
                "--set",
                "vocabulary=330",
                "--to",
                checkpoint);
        assertThat(frame.err()).contains("gpt2-tokenizer.json: must say which special tokens stand around a text");
        assertThat(checkpoint).doesNotExist();
    }

    /** A head that is not wanted is left out by name; a name that is not there is a mistake. */
    @Test
    void tensorsCanBeLeftOut() throws Exception {
        Object[] head = {"--set", "classes=3", "--without", "cls.*"};
        CommandLineRun missing =
                importing("bert_tiny_classifier", "bert-masked.safetensors", "vocab.txt", "PyTorch", head);
        assertThat(missing.err())
                .contains("does not fit the network, 4 differences")
                .contains("classifier.weight: must be (3, 8), is missing")
                .doesNotContain("cls.");
        CommandLineRun wrong = importing(
                "bert_tiny_masked_language",
                "bert-masked.safetensors",
                "vocab.txt",
                "PyTorch",
                "--without",
                "cls.seq*");
        assertThat(wrong.err()).contains("cls.seq*: must be tensors to leave out of");
    }

    private static void probabilities(JsonNode answer, JsonNode expected) {
        for (JsonNode label : answer.get("predictions")) {
            JsonNode probability =
                    expected.get("probabilities").get(label.get("name").asInt());
            assertThat(label.get("probability").doubleValue()).isCloseTo(probability.doubleValue(), within(1e-4));
        }
    }

    private static void hiddenTokens(JsonNode answer, JsonNode expected) {
        assertThat(answer.get("masks")).hasSameSizeAs(expected.get("tokens"));
        for (int t = 0; t < expected.get("tokens").size(); t++) {
            JsonNode best = answer.get("masks").get(t).get(0);
            assertThat(best.get("name").asText())
                    .isEqualTo(expected.get("tokens").get(t).asText());
            assertThat(best.get("probability").doubleValue())
                    .isCloseTo(expected.get("probabilities").get(t).doubleValue(), within(1e-4));
        }
    }

    private void importBert(String name, String weights, String tokenizer, String engine, Object... more)
            throws Exception {
        CommandLineRun run = importing(name, weights, tokenizer, engine, more);
        assertThat(run.err()).contains("Use it: bestiary predict");
        assertThat(run.exit()).isZero();
    }

    private CommandLineRun importing(String name, String weights, String tokenizer, String engine, Object... more) {
        List<Object> options = new ArrayList<>(List.of("--tokenizer", file(tokenizer)));
        options.addAll(List.of(more));
        return new Imports(folder, engine)
                .tried(name, weights, sizes(SIZES + "vocabulary=220 context=40 feed_forward=12", options.toArray()));
    }

    private static JsonNode expected() throws Exception {
        return Imports.expected("answers.json");
    }
}
