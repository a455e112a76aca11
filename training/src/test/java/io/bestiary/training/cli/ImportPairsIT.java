package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.inference.Translator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks from text to text that transformers and torch saved in half precision write what they write there, at once after
 * their import; scripts/reference/make_import_pairs_fixtures.py made them.
 */
class ImportPairsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void t5WritesWhatItWrites(String engine) throws Exception {
        List<Object> options = new ArrayList<>(sizes(
                "vocabulary=" + expected("t5").get("vocabulary"),
                "hidden_size=8",
                "layers=1",
                "heads=2",
                "head_size=4",
                "feed_forward=12",
                "buckets=8",
                "max_distance=10"));
        options.addAll(List.of("--tokenizer", file("t5-tokenizer.json")));
        CommandLineRun imported = importing("t5_small", "t5.safetensors", engine, options);
        assertThat(imported.err()).contains("t5_small: F16 -> F32: all 26 tensors");
        writes("t5", engine);
        try (Translator translator = Translator.open(folder.resolve("checkpoint"))) {
            JsonNode first = expected("t5").at("/texts/0");
            assertThat(translator.translate(first.get("text").textValue()))
                    .isEqualTo(first.get("written").textValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void bartWritesWhatItWrites(String engine) throws Exception {
        List<Object> options = new ArrayList<>(sizes(
                "vocabulary=" + expected("bart").get("vocabulary"),
                "context=96",
                "hidden_size=8",
                "layers=1",
                "heads=2",
                "feed_forward=12"));
        options.addAll(List.of("--tokenizer", file("bart-tokenizer.json")));
        importing("bart_base", "bart.safetensors", engine, options);
        writes("bart", engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aRecurrentTranslatorWritesWhatItWrites(String engine) throws Exception {
        List<Object> options = luong();
        options.addAll(List.of(
                "--tokenizer",
                file("luong-source.json"),
                "--target-tokenizer",
                file("luong-target.json"),
                "--begin",
                "<sos>",
                "--end",
                "<eos>"));
        importing("gru_luong", "luong.safetensors", engine, options);
        writes("luong", engine);
    }

    @Test
    void whatIsNotToldIsAskedFor() throws Exception {
        List<Object> options = luong();
        CommandLineRun silent = importing("gru_luong", "luong.safetensors", "PyTorch", options);
        assertThat(silent.err()).contains("No command answers with it, as it reads text and --tokenizer was not given");

        options.addAll(List.of("--tokenizer", file("luong-source.json")));
        CommandLineRun target = CommandLineRun.of(arguments("gru_luong", "luong.safetensors", "PyTorch", options));
        assertThat(target.exit()).isEqualTo(2);
        assertThat(target.err())
                .contains("--target-tokenizer: must be given, as the network reads 15 tokens and writes 17");

        options.addAll(List.of("--target-tokenizer", file("luong-target.json")));
        CommandLineRun begin = CommandLineRun.of(arguments("gru_luong", "luong.safetensors", "PyTorch", options));
        assertThat(begin.err())
                .contains("--begin: must be a token of the tokenizer, such as [", "<sos>", "], got <bos>");
    }

    private List<Object> luong() throws Exception {
        return new ArrayList<>(sizes(
                "source_vocabulary=" + expected("luong").get("source_vocabulary"),
                "target_vocabulary=" + expected("luong").get("target_vocabulary"),
                "embedding_size=6",
                "hidden_size=8",
                "layers=1"));
    }

    private static List<Object> sizes(String... sizes) {
        List<Object> options = new ArrayList<>();
        for (String size : sizes) {
            options.addAll(List.of("--set", size));
        }
        return options;
    }

    private Object[] arguments(String name, String weights, String engine, List<Object> options) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("import", name, file(weights)));
        arguments.addAll(List.of("--to", folder.resolve("checkpoint"), "--engine", engine));
        arguments.addAll(options);
        return arguments.toArray();
    }

    private CommandLineRun importing(String name, String weights, String engine, List<Object> options)
            throws Exception {
        CommandLineRun run = CommandLineRun.of(arguments(name, weights, engine, options));
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    /** Answers to the texts of the reference, from a file of JSON lines. */
    private void writes(String name, String engine) throws Exception {
        List<String> lines = new ArrayList<>();
        JsonNode texts = expected(name).get("texts");
        for (JsonNode text : texts) {
            lines.add(JSON.createObjectNode().set("text", text.get("text")).toString());
        }
        Path inputs = Files.write(folder.resolve("inputs.jsonl"), lines);
        CommandLineRun run = CommandLineRun.of("predict", folder.resolve("checkpoint"), inputs, "--engine", engine);
        assertThat(run.exit()).as(run.err()).isZero();
        List<String> written = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            written.add(JSON.readTree(line).get("text").textValue());
        }
        assertThat(written)
                .isEqualTo(texts.findValues("written").stream()
                        .map(JsonNode::textValue)
                        .toList());
    }

    private static JsonNode expected(String name) throws Exception {
        return JSON.readTree(file("pairs.json").toFile()).get(name);
    }

    private static Path file(String name) throws Exception {
        return Path.of(ImportPairsIT.class.getResource("import/" + name).toURI());
    }
}
