package io.bestiary.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.SmallCheckpoint;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.engine.Backend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All kinds of files in, both kinds of rows out. */
class BatchJobTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path model;

    private static Session<PixelImage, Classification> session;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        Path checkpoint = SmallCheckpoint.write(model.resolve("checkpoint"), "pytorch");
        session = Session.open(checkpoint, Backend.of("pytorch", "cpu"), PixelImage.class, Classification.class);
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private Path picture(int number) throws IOException {
        Path file = folder.resolve(number + ".png");
        ImageIO.write(SmallCheckpoint.picture(number), "png", file.toFile());
        return file;
    }

    private List<JsonNode> rows(String... arguments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        try (Items<PixelImage> items = FileItems.of(session.inputForm(), InputFiles.find(List.of(arguments)), null)) {
            new BatchJob(RowFormat.JSONL, 3, false).toStream(session, items, out, (rows, errors, read) -> {});
        }
        List<JsonNode> rows = new ArrayList<>();
        for (String line : bytes.toString(StandardCharsets.UTF_8).lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    private void assertAnswers(JsonNode row, int number) {
        Classification expected = session.answer(PixelImage.of(SmallCheckpoint.picture(number)));
        assertThat(row.at("/predictions/0/name").asText())
                .as(row.toString())
                .isEqualTo(expected.best().name());
        assertThat(row.at("/predictions/0/probability").asDouble())
                .isCloseTo(expected.best().probability(), within(1e-5));
    }

    @Test
    void readsATableWithBadRows() throws IOException {
        picture(1);
        picture(2);
        Path table = Files.writeString(folder.resolve("rows.csv"), """
            id,image,label
            a,1.png,"two
            lines"
            b,3.png,x
            c,2.png

            ,2.png,x
            """);
        List<JsonNode> rows = rows(table.toString());
        assertThat(rows).hasSize(4);
        assertAnswers(rows.get(0), 1);
        assertThat(rows.get(0).get("input").asText()).isEqualTo("a");
        assertThat(rows.get(1).get("error").asText())
                .startsWith(table + ":4: ")
                .contains("3.png: must be a picture, found nothing there");
        assertThat(rows.get(2).get("error").asText()).isEqualTo(table + ":5: must have 3 cells, has 2");
        assertAnswers(rows.get(3), 2);
        assertThat(rows.get(3).get("input").asText()).isEqualTo(table + ":7");
    }

    @Test
    void readsTheSameFromEveryKindOfFile() throws IOException {
        Path png = picture(5);
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(png));
        Files.writeString(folder.resolve("a.tsv"), "label\timage\nx\t5.png\n");
        Files.writeString(folder.resolve("b.jsonl"), "{\"id\": 7, \"image\": \"" + data + "\"}\n\n\"5.png\"\n");
        Files.writeString(folder.resolve("c.txt"), "5.png\r\n" + png.toAbsolutePath());
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve("d.txt.gz")))) {
            packed.write("5.png\n".getBytes(StandardCharsets.UTF_8));
        }
        List<JsonNode> rows = rows(folder.toString());
        assertThat(rows).hasSize(7);
        rows.forEach(row -> assertAnswers(row, 5));
        assertThat(rows.stream().map(row -> row.get("input").asText()).toList())
                .containsExactly(
                        png.toString(),
                        folder.resolve("a.tsv") + ":2",
                        "7",
                        folder.resolve("b.jsonl") + ":3",
                        folder.resolve("c.txt") + ":1",
                        folder.resolve("c.txt") + ":2",
                        folder.resolve("d.txt.gz") + ":1");
        assertThat(rows(folder + "/*.t{sv,xt}")).hasSize(3);
    }

    @Test
    void readsIdxPacked() throws IOException {
        ByteBuffer idx = ByteBuffer.allocate(16 + 2 * 9)
                .putInt(0x803)
                .putInt(2)
                .putInt(3)
                .putInt(3);
        idx.put(16, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, (byte) 200});
        Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write(idx.array());
        }
        List<JsonNode> rows = rows(file.toString());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).get("input").asText()).isEqualTo(file + "#1");
        Classification expected =
                session.answer(new PixelImage(3, 3, 1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, (byte) 200}));
        assertThat(rows.get(0).at("/predictions/0/probability").asDouble())
                .isCloseTo(expected.best().probability(), within(1e-5));
    }

    @Test
    void saysWhatIsWrongWithALine() throws IOException {
        Path lines = folder.resolve("x.jsonl");
        Files.write(lines, List.of("{\"image\": 3}", "{", "{\"picture\": \"a\"}", "{\"id\":1} 2"));
        Files.write(lines, new byte[] {'"', (byte) 0xff, '"', '\n'}, java.nio.file.StandardOpenOption.APPEND);
        assertThat(rows(lines.toString()).stream()
                        .map(row -> row.get("error").asText())
                        .toList())
                .satisfiesExactly(
                        error -> assertThat(error).isEqualTo(lines + ":1: image: must be a picture in base64, got 3"),
                        error -> assertThat(error).startsWith(lines + ":2: must be one JSON value"),
                        error ->
                                assertThat(error).isEqualTo(lines + ":3: image: must be given (a picture of any size)"),
                        error -> assertThat(error).startsWith(lines + ":4: must be one JSON value"),
                        error -> assertThat(error).isEqualTo(lines + ":5: must be UTF-8"));
        Path table = Files.writeString(folder.resolve("y.csv"), "text\nhello\n");
        assertThat(rows(table.toString()).get(0).get("error").asText())
                .isEqualTo(table + ": must have a column image (a picture of any size), has [text]");
        assertThatThrownBy(() -> rows(folder.resolve("*.csvx").toString()))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("*.csvx: matches no file");
        assertThatThrownBy(() -> rows(folder.resolve("nothing").toString()))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("nothing: no such file or folder");
    }

    @Test
    void writesTables() throws IOException {
        Path png = picture(4);
        Path output = folder.resolve("answers.csv");
        List<Path> files = List.of(png, folder.resolve("no,such.png"));
        try (Items<PixelImage> items = FileItems.of(session.inputForm(), files, null)) {
            BatchJob.Summary summary = new BatchJob(RowFormat.CSV, 3, false)
                    .toFile(session, items, output, Map.of(), false, (rows, errors, read) -> {});
            assertThat(summary).isEqualTo(new BatchJob.Summary(2, 1, 0));
        }
        Classification.Label best =
                session.answer(PixelImage.of(SmallCheckpoint.picture(4))).best();
        assertThat(Files.readAllLines(output))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("input,label,probability,error"),
                        line -> assertThat(line)
                                .startsWith(png + "," + best.name() + ",0.")
                                .endsWith(","),
                        line -> assertThat(line)
                                .startsWith("\"" + files.get(1) + "\",,,")
                                .contains("no,such.png: "));
        assertThat(folder.resolve("answers.csv.part")).doesNotExist();
        assertThat(folder.resolve("answers.csv.part.json")).doesNotExist();
    }

    @Test
    void refusesAnOutputThatCannotBeWrittenBeforeAnythingIsAnswered() throws IOException {
        Path png = picture(4);
        Path nowhere = folder.resolve("nowhere/answers.csv");
        for (Map.Entry<Path, String> output : Map.of(
                        folder, folder + ": must be a file to write to, is a folder",
                        nowhere, nowhere + ": cannot be written: there is no folder " + nowhere.getParent())
                .entrySet()) {
            try (Items<PixelImage> items = FileItems.of(session.inputForm(), List.of(png), null)) {
                assertThatThrownBy(() -> new BatchJob(RowFormat.CSV, 3, false)
                                .toFile(session, items, output.getKey(), Map.of(), false, (rows, errors, read) -> {
                                    throw new AssertionError("answered");
                                }))
                        .isInstanceOf(DataException.class)
                        .hasMessage(output.getValue());
            }
        }
    }

    @Test
    void stopsAtTheFirstBadRowIfStrict() throws IOException {
        Path png = picture(4);
        Path output = folder.resolve("answers.jsonl");
        List<Path> files = List.of(png, png, png, folder.resolve("missing.png"));
        try (Items<PixelImage> items = FileItems.of(session.inputForm(), files, null)) {
            assertThatThrownBy(() -> new BatchJob(RowFormat.JSONL, 3, true)
                            .toFile(session, items, output, Map.of(), false, (rows, errors, read) -> {}))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("missing.png");
        }
        assertThat(output).doesNotExist();
        assertThat(Files.readAllLines(folder.resolve("answers.jsonl.part"))).hasSize(3);
    }

    @Test
    void goesOnOnlyWithTheSameJob() throws IOException {
        Path png = picture(4);
        Path output = folder.resolve("answers.jsonl");
        List<Path> files = List.of(png, png, png, folder.resolve("missing.png"));
        try (Items<PixelImage> items = FileItems.of(session.inputForm(), files, null)) {
            assertThatThrownBy(() -> new BatchJob(RowFormat.JSONL, 3, true)
                            .toFile(session, items, output, Map.of(), false, (rows, errors, read) -> {}))
                    .isInstanceOf(DataException.class);
        }
        try (Items<PixelImage> items = FileItems.of(session.inputForm(), files, null)) {
            assertThatThrownBy(() -> new BatchJob(RowFormat.JSONL, 2, false)
                            .toFile(session, items, output, Map.of(), true, (rows, errors, read) -> {}))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("was begun with --batch 3, got 2");
        }
        try (Items<PixelImage> items = FileItems.of(session.inputForm(), files, null)) {
            BatchJob.Summary summary = new BatchJob(RowFormat.JSONL, 3, false)
                    .toFile(session, items, output, Map.of(), true, (rows, errors, read) -> {});
            assertThat(summary).isEqualTo(new BatchJob.Summary(4, 1, 3));
        }
        assertThat(Files.readAllLines(output)).hasSize(4);
    }
}
