package io.bestiary.training.cli;

import static io.bestiary.training.cli.Imports.expected;
import static io.bestiary.training.cli.Imports.file;
import static io.bestiary.training.cli.Imports.sizes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.Translator;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks from text to text that transformers and torch saved in half precision write what they write there, at once after
 * their import; scripts/reference/make_import_pairs_fixtures.py made them.
 */
class ImportPairsIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void t5WritesWhatItWrites(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        String sizes =
                "hidden_size=8 layers=1 heads=2 head_size=4 feed_forward=12 buckets=8 max_distance=10 vocabulary=";
        Object[] options = sizes(sizes + of("t5").get("vocabulary"), "--tokenizer", file("t5-tokenizer.json"));
        CommandLineRun imported = imports.done("t5_small", "t5.safetensors", options);
        assertThat(imported.err()).contains("t5_small: F16 -> F32: all 26 tensors");
        writes(imports, "t5");
        try (Translator translator = Translator.open(imports.checkpoint())) {
            JsonNode first = of("t5").at("/texts/0");
            assertThat(translator.translate(first.get("text").textValue()))
                    .isEqualTo(first.get("written").textValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void bartWritesWhatItWrites(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        String sizes = "context=96 hidden_size=8 layers=1 heads=2 feed_forward=12 vocabulary=";
        Object[] options = sizes(sizes + of("bart").get("vocabulary"), "--tokenizer", file("bart-tokenizer.json"));
        imports.done("bart_base", "bart.safetensors", options);
        writes(imports, "bart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aRecurrentTranslatorWritesWhatItWrites(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        imports.done(
                "gru_luong",
                "luong.safetensors",
                luong(
                        "--tokenizer",
                        file("luong-source.json"),
                        "--target-tokenizer",
                        file("luong-target.json"),
                        "--begin",
                        "<sos>",
                        "--end",
                        "<eos>"));
        writes(imports, "luong");
    }

    @Test
    void whatIsNotToldIsAskedFor() throws Exception {
        Imports imports = new Imports(folder, "PyTorch");
        CommandLineRun silent = imports.done("gru_luong", "luong.safetensors", luong());
        assertThat(silent.err()).contains("No command answers with it, as it reads text and --tokenizer was not given");

        Path source = file("luong-source.json");
        CommandLineRun target = imports.tried("gru_luong", "luong.safetensors", luong("--tokenizer", source));
        assertThat(target.exit()).isEqualTo(2);
        assertThat(target.err())
                .contains("--target-tokenizer: must be given, as the network reads 15 tokens and writes 17");

        CommandLineRun begin = imports.tried(
                "gru_luong",
                "luong.safetensors",
                luong("--tokenizer", source, "--target-tokenizer", file("luong-target.json")));
        assertThat(begin.err())
                .contains("--begin: must be a token of the tokenizer, such as [", "<sos>", "], got <bos>");
    }

    private static Object[] luong(Object... more) throws Exception {
        String sizes = "embedding_size=6 hidden_size=8 layers=1 source_vocabulary=%s target_vocabulary=%s";
        return sizes(
                sizes.formatted(
                        of("luong").get("source_vocabulary"), of("luong").get("target_vocabulary")),
                more);
    }

    private static void writes(Imports imports, String name) throws Exception {
        JsonNode texts = of(name).get("texts");
        assertThat(imports.predict(texts, "text").stream()
                        .map(answer -> answer.get("text").textValue())
                        .toList())
                .isEqualTo(texts.findValues("written").stream()
                        .map(JsonNode::textValue)
                        .toList());
    }

    private static JsonNode of(String name) throws Exception {
        return expected("pairs.json").get(name);
    }
}
