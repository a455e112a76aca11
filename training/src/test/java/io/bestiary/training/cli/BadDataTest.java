package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bestiary.datasets.image.PixelImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that cannot be learned from: exit code 2 before training starts, with a message that names file and line. */
class BadDataTest {
    private static final String CLASSIFIER = """
        task: text-classification
        model: gru_classifier
        data: {name: %s, path: %s}
        """;
    private static final String WRITER = """
        task: language-modeling
        model: gpt_mini
        data: {name: text, path: %s}
        """;
    private static final String TAGGER = """
        task: token-classification
        model: lstm_tagger
        data: {name: conllu, path: %s}
        """;
    private static final String TRANSLATOR = """
        task: translation
        model: gru_bahdanau
        data: {name: aligned-lines, source: %s, target: %s}
        """;
    private static final String FORECASTER = """
        task: forecasting
        model: {name: gru_forecaster, context: 4, horizon: 2}
        data: {name: series-csv, path: %s, date: date}
        """;
    private static final String DIVIDER = """
        task: image-segmentation
        model: unet
        data: {name: image-mask-folder, path: %s}
        """;

    @TempDir
    private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private void refuses(String recipe, String message) throws IOException {
        CommandLineRun run = CommandLineRun.of("train", file("recipe.yaml", recipe), "--run", folder.resolve("run"));
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void emptyTexts() throws IOException {
        Path table = file("a.csv", "text,label\ngood,x\n\" \",y\n");
        refuses(CLASSIFIER.formatted("csv", table), table + ":3: text: must be a text, found a blank one");
        Path empty = file("empty.txt", "");
        refuses(WRITER.formatted(empty), empty + ": must hold text, is empty");
        Path blank = file("blank.de", "ein\n\n");
        refuses(
                TRANSLATOR.formatted(blank, file("blank.en", "one\ntwo\n")),
                blank + ":2: must be a text, found a blank one");
    }

    @Test
    void textsLongerThanTheContext() throws IOException {
        String words = "word ".repeat(30).strip();
        Path table = file("long.csv", "text,label\n" + rows("x", "y") + words + ",x\n");
        refuses(
                CLASSIFIER
                        .formatted("csv", table)
                        .replace("gru_classifier", "{name: bert_tiny_classifier, context: 16}"),
                table + ":22: text: must have at most 15 tokens, got 30");
    }

    @Test
    void charactersNeverSeen() throws IOException {
        Path text = file("once.txt", "ab\n".repeat(150) + "abc\nc\n");
        refuses(
                WRITER.formatted(text),
                text + ":151: text: must have only the 3 characters that are known, got \"c\" (U+0063) at 2");
        Path lines = file("lines.txt", "ab\n\n".repeat(30) + "cab\n");
        refuses(
                WRITER.formatted(lines).replace("{name: text,", "{name: text-lines,"),
                lines + ":61: text: must have only the 2 characters that are known, got \"c\" (U+0063) at 0");
        Path one = file("one.txt", "a".repeat(300));
        refuses(WRITER.formatted(one), one + ": must have at least 2 different tokens to learn from, found 1");
    }

    @Test
    void bytesThatAreNoUtf8() throws IOException {
        byte[] latin = "text,label\none,x\ncaf\u00e9,y\n".getBytes(StandardCharsets.ISO_8859_1);
        Path table = Files.write(folder.resolve("latin.csv"), latin);
        refuses(CLASSIFIER.formatted("csv", table), table + ":3: must be UTF-8");
        refuses(WRITER.formatted(table), table + ":3: must be UTF-8");
        Path good = file("good.en", "a\nb\nc\n");
        refuses(TRANSLATOR.formatted(table, good), table + ":3: must be UTF-8");
        Path series = Files.write(
                folder.resolve("latin-series.csv"),
                "date,a\n2024-01-01,\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        refuses(FORECASTER.formatted(series), series + ":2: must be UTF-8");
    }

    @Test
    void raggedRowsAndMissingColumns() throws IOException {
        Path ragged = file("ragged.csv", "text,label\na,x\nb,y,z\n");
        refuses(CLASSIFIER.formatted("csv", ragged), ragged + ":3: must have 2 cells, as the first row has, found 3");
        Path other = file("other.tsv", "text\tkind\na\tx\n");
        refuses(CLASSIFIER.formatted("tsv", other), other + ":1: must have a column label, found [text, kind]");
        Path lines = file("lines.jsonl", "{\"text\": \"a\", \"label\": \"x\"}\n{\"text\": \"b\"}\n");
        refuses(CLASSIFIER.formatted("jsonl", lines), lines + ":2: ");
        Path tagged = file("tagged.conllu", "1\ta\n");
        refuses(TAGGER.formatted(tagged), tagged + ":1: must have 10 columns apart by tabs, found 2");
        Path series = file("ragged-series.csv", "date,a\n2024-01-01,1\n2024-01-02,2,3\n");
        refuses(FORECASTER.formatted(series), series + ":3: must have 2 cells, as the first line has, found 3");
        Path dateless = file("dateless.csv", "day,a\n2024-01-01,1\n2024-01-02,2\n");
        refuses(FORECASTER.formatted(dateless), dateless + ":1: date: must be one of the columns [day, a], got date");
    }

    @Test
    void filesOfUnequallyManyLines() throws IOException {
        Path source = file("pairs.de", "ein\nzwei\n");
        Path target = file("pairs.en", "one\n");
        refuses(
                TRANSLATOR.formatted(source, target),
                source + " and " + target + ": must have equally many lines, found 2 and 1");
    }

    @Test
    void aSeriesWithGapsOrText() throws IOException {
        Path gap = file("gap.csv", "date,a\n2024-01-01,1\n2024-01-02,2\n2024-01-04,3\n2024-01-05,4\n2024-01-06,5\n");
        refuses(
                FORECASTER.formatted(gap),
                gap + ":4: date: must be 2024-01-03, one step of 24h after the row before, found 2024-01-04");
        Path text = file("text.csv", "date,a\n2024-01-01,1\n2024-01-02,n/a\n");
        refuses(FORECASTER.formatted(text), text + ":3: a: must be a number, found \"n/a\"");
        Path hole = file("hole.csv", "date,a\n2024-01-01,1\n2024-01-02,\n");
        refuses(FORECASTER.formatted(hole), hole + ":3: a: must be a number, found nothing");
    }

    @Test
    void masksThatDoNotMatchTheirPicture() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("masks"));
        PixelImage picture = new PixelImage(8, 8, 1, new byte[64]);
        Files.write(folder.resolve("images/a.png"), picture.toPng());
        Files.write(folder.resolve("images/b.png"), picture.toPng());
        Files.write(folder.resolve("masks/b.png"), picture.toPng());
        refuses(DIVIDER.formatted(folder), folder.resolve("images/a.png") + ": must have a mask in ");
        Files.write(folder.resolve("masks/a.png"), new PixelImage(8, 4, 1, new byte[32]).toPng());
        refuses(DIVIDER.formatted(folder), folder.resolve("masks/a.png") + ": must be of the size of its picture ");
    }

    @Test
    void oneClassOnlyOrNothingToValidateWith() throws IOException {
        Path one = file("one.csv", "text,label\n" + rows("x", "x"));
        refuses(CLASSIFIER.formatted("csv", one), one + ": must have at least 2 classes to learn from, found [x]");
        Path two = file("two.csv", "text,label\na,x\nb,y\n");
        refuses(CLASSIFIER.formatted("csv", two), two + ": must leave examples in the validation split, found none");
        Path pairs = file("two.de", "ein\nzwei\n");
        refuses(TRANSLATOR.formatted(pairs, pairs), ": must leave pairs in the validation split, found none");
    }

    private static String rows(String one, String other) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            rows.append("text%d,%s%n".formatted(i, i % 2 == 0 ? one : other));
        }
        return rows.toString();
    }
}
