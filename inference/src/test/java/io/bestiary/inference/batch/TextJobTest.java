package io.bestiary.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.inference.EveryTask;
import io.bestiary.inference.cli.PredictCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Texts through the command: from tables and from standard input, and on after an end in the middle of a row. */
class TextJobTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void model() {
        model = EveryTask.TEXTS.write(folder.resolve("model"), "pytorch");
    }

    /** Runs the command with what comes from standard input, and gives what it wrote to standard output. */
    private List<JsonNode> predict(int exit, String in, Object... arguments) throws IOException {
        InputStream input = System.in;
        PrintStream output = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(model.toString()));
        Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
        try {
            System.setIn(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            assertThat(new CommandLine(new PredictCommand()).execute(all.toArray(String[]::new)))
                    .isEqualTo(exit);
        } finally {
            System.setIn(input);
            System.setOut(output);
        }
        List<JsonNode> rows = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    @Test
    void aQuoteBetweenTabsIsASignLikeAnyOtherAsInTraining() throws IOException {
        Path tabs = Files.writeString(folder.resolve("a.tsv"), "id\ttext\nx\t\"a film\ny\tno \"film\n");
        Path commas = Files.writeString(folder.resolve("a.csv"), "id,text\nx,\"\"\"a film\"\ny,\"no \"\"film\"\n");
        List<JsonNode> rows = predict(0, "", tabs);
        assertThat(rows).hasSize(2).isEqualTo(predict(0, "", commas));
        assertThat(rows.get(1).get("input").asText()).isEqualTo("y");
        assertThat(rows.get(1).get("predictions")).hasSize(3);
    }

    @Test
    void readsLinesFromStandardInput() throws IOException {
        List<JsonNode> rows = predict(0, "a film\nno film\n", "-");
        assertThat(rows).hasSize(2);
        Path lines = Files.writeString(folder.resolve("a.txt"), "a film\nno film\n");
        assertThat(rows.get(1).get("predictions"))
                .isEqualTo(predict(0, "", lines).get(1).get("predictions"));
    }

    @Test
    void textsThatCannotBeReadBecomeRowsThatSayWhy() throws IOException {
        Path lines = folder.resolve("bad.jsonl");
        Files.writeString(
                lines, "{\"text\": \"\"}\n{\"text\": \"" + "long ".repeat(30) + "\"}\n{\"text\": \"a film\"}\n");
        Files.write(lines, new byte[] {'"', (byte) 0xff, '"', '\n'}, StandardOpenOption.APPEND);
        List<JsonNode> rows = predict(0, "", lines);
        assertThat(rows.get(0).get("error").asText())
                .isEqualTo(lines + ":1: text: must have at least one token, got an empty text");
        assertThat(rows.get(1).get("error").asText())
                .isEqualTo(lines + ":2: text: must have at most 99 tokens, got 150");
        assertThat(rows.get(2).get("predictions")).hasSize(3);
        assertThat(rows.get(3).get("error").asText()).isEqualTo(lines + ":4: must be UTF-8");

        Path gaps = Files.writeString(folder.resolve("gaps.txt"), "a film\n\n \na film");
        rows = predict(0, "", gaps);
        assertThat(rows).hasSize(4);
        assertThat(rows.get(1).get("error").asText())
                .isEqualTo(gaps + ":2: text: must have at least one token, got an empty text");
        assertThat(rows.get(2).get("input").asText()).isEqualTo(gaps + ":3");
        assertThat(rows.get(3).get("predictions")).isEqualTo(rows.get(0).get("predictions"));

        model = EveryTask.HIDDEN.write(folder.resolve("hidden"), "pytorch");
        Path texts = Files.writeString(folder.resolve("bad.txt"), "ab\u00e9<mask>\nab<mask>\n");
        assertThat(predict(0, "", texts).get(0).get("error").asText())
                .isEqualTo(texts
                        + ":1: text: must have only the 27 characters that are known, got \"\u00e9\" (U+00E9) at 2");
    }

    /** No line of a picture is a text, not even one that happens to be UTF-8. */
    @Test
    void aFileThatIsNoTextIsOneBadInput() throws IOException {
        Path picture = folder.resolve("a.png");
        Files.write(picture, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, '\n', 'a'});
        List<JsonNode> rows = predict(1, "", picture);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("error").asText()).isEqualTo(picture + ": must be text in UTF-8, byte 8 is 0");
    }

    /** Texts of all lengths, which are computed in another order than they are written. */
    @Test
    void goesOnToTheSameBytesAfterAnEndInTheMiddleOfARow() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            lines.append(i == 460 ? "" : JSON.writeValueAsString(EveryTask.TEXTS.input(i)))
                    .append(i == 460 ? "{}" : "")
                    .append('\n');
        }
        Path texts = Files.writeString(folder.resolve("texts.jsonl"), lines);
        Path unbroken = folder.resolve("unbroken.jsonl");
        predict(0, "", texts, "--output", unbroken, "--batch", 8);
        Path output = folder.resolve("broken.jsonl");
        Path part = folder.resolve("broken.jsonl.part");
        predict(1, "", texts, "--output", output, "--strict", "--batch", 8);
        assertThat(output).doesNotExist();
        assertThat(Files.readAllLines(part)).hasSizeBetween(8, 460);
        Files.writeString(part, "{\"input\":\"half a r", StandardOpenOption.APPEND);

        predict(0, "", texts, "--output", output, "--resume", "--batch", 8);
        assertThat(Files.mismatch(output, unbroken)).isEqualTo(-1);
        assertThat(Files.readAllLines(output)).hasSize(500);
    }
}
