package io.bestiary.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the file holds, the answer is one clear message, and soon. */
class HostileRecipeTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private static String message(byte[] bytes, Path folder) throws IOException {
        Path file = Files.write(folder.resolve("x.yaml"), bytes);
        RecipeException thrown = assertTimeoutPreemptively(
                SOON, () -> catchThrowableOfType(RecipeException.class, () -> Sample.bind(Document.read(file))));
        assertThat(thrown).isNotNull();
        assertThat(thrown.mistakes()).hasSizeLessThanOrEqualTo(100);
        return thrown.getMessage().replace(folder + "/", "");
    }

    private record Case(String what, String yaml, String message) {}

    @TestFactory
    Stream<DynamicTest> refuses(@TempDir Path folder) {
        return Stream.of(
                        new Case("empty", "", "x.yaml: must hold keys and values, got nothing"),
                        new Case("comment only", "# hi\n", "x.yaml: must hold keys and values, got nothing"),
                        new Case("list", "\n- a\n- b\n", "x.yaml:2: must hold keys and values, got a list"),
                        new Case("text", "hello", "x.yaml:1: must hold keys and values, got \"hello\""),
                        new Case(
                                "tab",
                                "title: t\ndata:\n\tname: d\n",
                                "x.yaml:3: not valid YAML: lines must be indented with spaces, got a tab"),
                        new Case(
                                "two colons",
                                "title: a: b\n",
                                "x.yaml:1: not valid YAML: mapping values are not allowed here"),
                        new Case(
                                "two documents",
                                "title: a\n---\ntitle: b\n",
                                "x.yaml:2: not valid YAML: but found another document"),
                        new Case(
                                "open quotation",
                                "title: \"a\ndata: b\n",
                                "x.yaml:3: not valid YAML: found unexpected end of stream"),
                        new Case("unknown alias", "title: *a\n", "x.yaml:1: not valid YAML: found undefined alias a"),
                        new Case(
                                "NUL",
                                "title: t\ndata: a\0b\n",
                                "x.yaml:2: not valid YAML: must be text, got the character U+0000"),
                        new Case(
                                "escape",
                                "title: \u001b[31m\n",
                                "x.yaml:1: not valid YAML: must be text, got the character U+001B"),
                        new Case(
                                "tag",
                                "title: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost\"]]",
                                "x.yaml:1: not valid YAML: Global tag is not allowed:"
                                        + " tag:yaml.org,2002:javax.script.ScriptEngineManager"),
                        new Case(
                                "own tag",
                                "title: !t a\ndata: !!map {name: d}",
                                "x.yaml:1: title: must have no tag, got !t"),
                        new Case(
                                "merge",
                                "title: t\ndata: &d {name: d}\ntraining:\n  <<: *d\n",
                                "x.yaml:4: training.<<: must be written out, got an alias of another section or list"),
                        new Case(
                                "itself",
                                "title: t\ndata: &d {name: a, crop: *d}\n",
                                "x.yaml:2: data.crop: must be written out, got an alias of another section or list"),
                        new Case(
                                "control characters in a key",
                                "title: t\ndata: {name: d}\n\"a\\u001b\\nb\": 1\n",
                                "x.yaml:3: a\\u001b\\nb: unknown key (allowed: title, data, training)"),
                        new Case(
                                "nesting",
                                "title: " + "[".repeat(90_000),
                                "x.yaml: not valid YAML: Nesting Depth exceeded max 50"),
                        new Case(
                                "nested sections",
                                "{a: ".repeat(20_000),
                                "x.yaml: not valid YAML: Nesting Depth exceeded max 50"),
                        new Case(
                                "long digits",
                                "title: t\ndata: {name: d}\ntraining: {epochs: " + "9".repeat(90_000) + "}",
                                "x.yaml:3: training.epochs: must be a whole number, got \"" + "9".repeat(30) + "..."
                                        + "9".repeat(30) + "\""),
                        new Case(
                                "long text",
                                "title: " + "a".repeat(300_000),
                                "x.yaml: must be at most 100000 characters long, got 300007"))
                .map(c -> DynamicTest.dynamicTest(
                        c.what(),
                        () -> assertThat(message(c.yaml().getBytes(StandardCharsets.UTF_8), folder))
                                .isEqualTo(c.message())));
    }

    @Test
    void refusesABillionLaughs(@TempDir Path folder) throws IOException {
        StringBuilder yaml = new StringBuilder("l0: &l0 [ha, ha]\n");
        for (int i = 1; i < 10; i++) {
            String before = "*l" + (i - 1);
            yaml.append("l" + i + ": &l" + i + " [" + (before + ", ").repeat(9) + before + "]\n");
        }
        assertThat(message(yaml.toString().getBytes(StandardCharsets.UTF_8), folder))
                .isEqualTo(
                        "x.yaml: not valid YAML: Number of aliases for non-scalar nodes exceeds the specified max=50");
    }

    @Test
    void refusesTenMegabytes(@TempDir Path folder) throws IOException {
        assertThat(message(new byte[10_000_000], folder))
                .isEqualTo("x.yaml: must be at most 400000 bytes long, got more");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesAFileWithoutEnd() {
        assertThat(assertTimeoutPreemptively(
                        SOON,
                        () -> catchThrowableOfType(RecipeException.class, () -> Document.read(Path.of("/dev/zero")))))
                .hasMessage("/dev/zero: must be at most 400000 bytes long, got more");
    }

    @Test
    void refusesOtherBytesThanUtf8(@TempDir Path folder) throws IOException {
        assertThat(message("title: Bär".getBytes(StandardCharsets.ISO_8859_1), folder))
                .isEqualTo("x.yaml: must be text in UTF-8, got other bytes");
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        assertThat(message(picture, folder)).isEqualTo("x.yaml: must be text in UTF-8, got other bytes");
    }

    @Test
    void tellsTheFirstHundredOfThousandsOfMistakes(@TempDir Path folder) throws IOException {
        String yaml =
                IntStream.range(0, 7_000).mapToObj(i -> "key" + i + ": 1\n").collect(Collectors.joining());
        assertThat(message(yaml.getBytes(StandardCharsets.UTF_8), folder).lines())
                .hasSize(101)
                .startsWith("x.yaml:1: key0: unknown key (allowed: title, data, training)")
                .endsWith("and 6902 more");
    }

    @Test
    void refusesAFolderAndAFileThatIsNotThere(@TempDir Path folder) {
        assertThat(catchThrowableOfType(RecipeException.class, () -> Document.read(folder)))
                .hasMessage(folder + ": must be a file, got a folder");
        Path absent = folder.resolve("absent.yaml");
        assertThat(catchThrowableOfType(RecipeException.class, () -> Document.read(absent))
                        .mistakes())
                .isEqualTo(List.of(new Mistake(absent.toString(), "", "no such file")));
    }

    @Test
    void takesAByteOrderMark(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), "\ufefftitle: t\ndata: {name: digits}\n");
        assertThat(Sample.bind(Document.read(file)).title()).isEqualTo("t");
    }
}
