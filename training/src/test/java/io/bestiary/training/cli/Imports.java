package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tests of imports share: a network of the fixtures, made a checkpoint and asked from the command line.
 *
 * @param folder where the checkpoint and the inputs go
 */
record Imports(Path folder, String engine) {
    static final ObjectMapper JSON = new ObjectMapper();

    Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    /** Imports a network, which must go well. */
    CommandLineRun done(String name, String weights, Object... options) {
        CommandLineRun run = tried(name, weights, options);
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    /** Imports a network, or is refused. */
    CommandLineRun tried(String name, String weights, Object... options) {
        List<Object> all = new ArrayList<>(List.of("import", name, file(weights), "--to", checkpoint()));
        all.addAll(List.of("--engine", engine));
        all.addAll(List.of(options));
        return CommandLineRun.of(all.toArray());
    }

    /** Imports the weights of textgenrnn's author from their folder. */
    static CommandLineRun textgenrnn(Path weights, Path checkpoint) {
        return CommandLineRun.of(
                "import",
                "textgenrnn",
                weights.resolve("textgenrnn_standard_lstm.safetensors"),
                "--tokenizer",
                weights.resolve("textgenrnn_vocab.json"),
                "--to",
                checkpoint);
    }

    /** Asks for answers to what each row has under a name, from a file of JSON lines. */
    List<JsonNode> predict(JsonNode rows, String field) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode row : rows) {
            ObjectNode line = JSON.createObjectNode();
            line.set(field, row.get(field));
            lines.add(line.toString());
        }
        return predict(lines);
    }

    /** The same of lines of JSON. */
    List<JsonNode> predict(List<String> lines) throws IOException {
        Path inputs = Files.write(folder.resolve("inputs.jsonl"), lines);
        CommandLineRun run = CommandLineRun.of("predict", checkpoint(), inputs, "--engine", engine);
        assertThat(run.exit()).as(run.err()).isZero();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            answers.add(JSON.readTree(line));
        }
        assertThat(answers).hasSize(lines.size());
        return answers;
    }

    /** Options that set hyperparameters, with more behind them. */
    static Object[] sizes(String sizes, Object... more) {
        List<Object> options = new ArrayList<>();
        for (String size : sizes.split(" ", -1)) {
            options.addAll(List.of("--set", size));
        }
        options.addAll(List.of(more));
        return options.toArray();
    }

    static JsonNode expected(String name) throws IOException {
        return JSON.readTree(file(name).toFile());
    }

    static Path file(String name) {
        try {
            return Path.of(Imports.class.getResource("import/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
