package io.bestiary.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextDataTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path path = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write(bytes);
        }
        return path;
    }

    private TextData running(Path path) {
        return new RunningText(path, 0.5, 0.1).open(new DataFolders(List.of(folder)));
    }

    private TextData lines(Path path, TextLines.Order order) {
        return new TextLines(path, 0.2, 0.1, order, 3, "").open(new DataFolders(List.of(folder)));
    }

    private static String all(TextData.Part part) {
        return String.join("", part.texts());
    }

    @Test
    void aRunningTextIsDividedByPositionPackedOrNot() throws IOException {
        String text = "a\u00e4\ud83d\ude00\n".repeat(25); // 100 characters, of one, two and four bytes

        for (String name : List.of("text.txt", "text.txt.gz")) {
            TextData data = running(write(name, text));

            assertThat(all(data.train()) + all(data.validation()) + all(data.test()))
                    .isEqualTo(text);
            assertThat(List.of(
                            data.train().characters(),
                            data.validation().characters(),
                            data.test().characters()))
                    .containsExactly(45L, 45L, 10L);
            assertThat(all(data.test()).codePoints()).hasSize(10);
            assertThat(data.sha256()).isEqualTo(running(write("again", text)).sha256());
        }
    }

    @Test
    void textsThatAreLongerThanAPieceStayWhole() throws IOException {
        String line = "\ud83d\ude00x".repeat(50_000); // without any line end, pairs at every place
        String text = line + "\n" + "short\n".repeat(40_000);

        TextData data = running(write("long.txt", text));

        assertThat(all(data.train()) + all(data.validation()) + all(data.test()))
                .isEqualTo(text);
        assertThat(new TextFile(folder.resolve("long.txt")).lines())
                .hasSize(40_001)
                .startsWith(line, "short");
    }

    @Test
    void marksAndLineEndsOfOtherSystemsAreTakenAway() throws IOException {
        Path path = write("windows.txt", "\ufeffone\r\ntwo\r\n\r\nthree");

        assertThat(new TextFile(path).lines()).containsExactly("one", "two", "", "three");
    }

    @Test
    void whatIsNoUtf8IsNamedByItsLine() throws IOException {
        Path path = folder.resolve("latin.txt");
        Files.write(path, "fine\nfine\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> running(path))
                .isInstanceOf(DataException.class)
                .hasMessage(path + ":3: must be UTF-8, got the byte 0xE9 out of place");

        Files.write(path, new byte[] {'a', '\n', (byte) 0xC3});
        assertThatThrownBy(() -> lines(path, TextLines.Order.POSITION))
                .hasMessage(path + ":2: must be UTF-8, got the byte 0xC3 out of place");
    }

    @Test
    void emptyAndMissingFilesAreNamed() throws IOException {
        Path empty = write("empty.txt", "");
        Path blank = write("blank.txt", "\n\n\n");

        assertThatThrownBy(() -> running(empty)).hasMessage(empty + ": must hold text, is empty");
        assertThatThrownBy(() -> lines(blank, TextLines.Order.POSITION))
                .hasMessage(blank + ": must hold lines of text, is empty");
        assertThatThrownBy(() -> running(folder.resolve("none.txt")))
                .hasMessage(folder.resolve("none.txt") + ": must be a readable text file, found nothing");
    }

    @Test
    void linesAreDividedByPositionOrByChance() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("line ").append(i).append(i % 7 == 0 ? "\n\n" : "\n");
        }
        Path path = write("lines.txt", text.toString());

        TextData ordered = lines(path, TextLines.Order.POSITION);
        assertThat(ordered.train().texts()).hasSize(720).startsWith("line 0");
        assertThat(ordered.validation().texts()).hasSize(180).startsWith("line 720");
        assertThat(ordered.test().texts()).hasSize(100).startsWith("line 900");

        TextData drawn = lines(path, TextLines.Order.CHANCE);
        List<String> found = new ArrayList<>();
        for (TextData.Part part : List.of(drawn.train(), drawn.validation(), drawn.test())) {
            part.texts().forEach(found::add);
        }
        assertThat(found).hasSize(1000).doesNotHaveDuplicates();
        assertThat(drawn.test().texts()).hasSizeBetween(70, 130);
        assertThat(drawn.test().texts())
                .containsExactlyElementsOf(
                        lines(path, TextLines.Order.CHANCE).test().texts());
    }

    @Test
    void sumsOfTheTestAreNotInTrainingTheOtherWayRoundNeither() {
        TextData data = new Arithmetic(20, 300, 40, 90, 1).open(new DataFolders(List.of(folder)));

        assertThat(data.train().texts()).hasSize(300);
        assertThat(data.test().texts()).hasSize(90);
        Set<String> learned = new HashSet<>();
        data.train().texts().forEach(sum -> learned.add(sum.split("=", -1)[0]));
        for (String sum : data.test().texts()) {
            String[] numbers = sum.split("[+=]", -1);
            assertThat(Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]))
                    .isEqualTo(Integer.parseInt(numbers[2]));
            assertThat(learned).doesNotContain(numbers[0] + "+" + numbers[1], numbers[1] + "+" + numbers[0]);
        }
    }

    @Test
    void namesAreDrawnByChanceAndAllThere() {
        Path data = Path.of(System.getenv().getOrDefault("BESTIARY_DATA", "../../shared/data"));
        assumeTrue(Files.exists(data.resolve("names/names.txt")), "no names");

        TextData names = new NamedText("names", 0.1).open(new DataFolders(List.of(data)));

        assertThat(names.kind()).isEqualTo(TextData.Kind.SEPARATE);
        assertThat(names.train().characters()
                        + names.validation().characters()
                        + names.test().characters())
                .isEqualTo(228_146); // the file has no line feed at its end
        assertThat(names.test().texts()).hasSizeBetween(3000, 3400);
    }

    @Test
    void sharesAndSizesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new RunningText(folder, 0, 0)).hasMessage("test: must be above 0, got 0.0");
        assertThatThrownBy(() -> new NamedText("names", 1))
                .hasMessage("validation: must be between 0 and 0.9, got 1.0");
        assertThatThrownBy(() -> new Arithmetic(9, 90, 0, 20, 0))
                .hasMessage("train: must leave validation and test of the 98 sums up to 9 what they ask for, got 90");
    }
}
