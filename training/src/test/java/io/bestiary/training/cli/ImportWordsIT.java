package io.bestiary.training.cli;

import static io.bestiary.training.cli.Imports.expected;
import static io.bestiary.training.cli.Imports.file;
import static io.bestiary.training.cli.Imports.sizes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recurrent networks for words that torch saved in half precision tell what they tell there, at once after their import;
 * scripts/reference/make_import_words_fixtures.py made them.
 */
class ImportWordsIT {
    private static final String SIZES = "vocabulary=14 embedding_size=5 hidden_size=6 layers=1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aTaggerOfWordsTellsWhatItTells(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        Object[] options = sizes(SIZES, "--classes", 3, "--tokenizer", file("words-tokenizer.json"));
        assertThat(imports.done("gru_tagger", "gru-tagger.safetensors", options).err())
                .contains("Use it: bestiary predict");
        tags(imports, "gru_tagger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void soDoesOneThatSeesCharacters(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        String all = SIZES + " characters=" + expected("words.json").get("characters") + " character_size=3 filters=4";
        Object[] blind = sizes(all, "--classes", 3, "--tokenizer", file("words-tokenizer.json"));
        assertThat(imports.tried("lstm_character_tagger", "character-tagger.safetensors", blind)
                        .err())
                .contains("--characters: must be given, as the network sees those of each word");
        List<Object> options = new ArrayList<>(List.of(blind));
        options.addAll(List.of("--characters", file("characters-tokenizer.json")));
        imports.done("lstm_character_tagger", "character-tagger.safetensors", options.toArray());
        tags(imports, "lstm_character_tagger");
    }

    private static void tags(Imports imports, String network) throws Exception {
        JsonNode sentences = expected("words.json").get("sentences");
        List<JsonNode> answers = imports.predict(sentences, "words");
        for (int i = 0; i < answers.size(); i++) {
            JsonNode tokens = answers.get(i).get("tokens");
            assertThat(tokens).hasSameSizeAs(sentences.get(i).get("words"));
            for (int t = 0; t < tokens.size(); t++) {
                best(tokens.get(t), "tag", sentences.get(i).get(network).get(t));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aClassifierTellsWhatItTells(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        Object[] options =
                sizes(SIZES + " direction=forward", "--classes", 3, "--tokenizer", file("words-tokenizer.json"));
        imports.done("lstm_classifier", "lstm-classifier.safetensors", options);
        JsonNode sentences = expected("words.json").get("sentences");
        List<JsonNode> answers = imports.predict(sentences, "text");
        for (int i = 0; i < answers.size(); i++) {
            best(answers.get(i).at("/predictions/0"), "name", sentences.get(i).get("lstm_classifier"));
        }
    }

    /** The class that is told, and how surely. */
    private static void best(JsonNode told, String name, JsonNode probabilities) {
        int best = told.get(name).asInt();
        for (JsonNode probability : probabilities) {
            assertThat(probability.doubleValue())
                    .isLessThanOrEqualTo(probabilities.get(best).doubleValue());
        }
        assertThat(told.get("probability").doubleValue())
                .isCloseTo(probabilities.get(best).doubleValue(), within(1e-4));
    }

    /** Characters that are told by windows which are filled up at their beginning. */
    @Test
    void textgenrnnFindsTitlesAsProbableAsInTorch() throws Exception {
        String data = System.getenv("BESTIARY_DATA");
        assumeTrue(data != null && Files.exists(Path.of(data, "weights/textgenrnn")), "no weights/textgenrnn");
        Path weights = Path.of(data, "weights/textgenrnn");
        Imports imports = new Imports(folder, "PyTorch");
        CommandLineRun imported = Imports.textgenrnn(weights, imports.checkpoint());
        assertThat(imported.exit()).as(imported.err()).isZero();
        JsonNode titles = expected("words.json").get("titles");
        List<String> lines = new ArrayList<>();
        for (JsonNode title : titles) {
            lines.add(Imports.JSON
                    .createObjectNode()
                    .put("prompt", title.get("text").textValue())
                    .put("max_tokens", 0)
                    .toString());
        }
        List<JsonNode> answers = imports.predict(lines);
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).findValue("nats").doubleValue())
                    .isCloseTo(titles.get(i).get("nats").doubleValue(), within(2e-4));
        }
    }
}
