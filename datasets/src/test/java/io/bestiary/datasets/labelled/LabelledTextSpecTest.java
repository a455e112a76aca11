package io.bestiary.datasets.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTextSpecTest {
    private static final String PETS =
            "text,label\n\"A dog, \"\"Rex\"\"\",dog\n\"A cat\nwith two lines\",cat\nMore,cat\n";

    @TempDir
    Path folder;

    private DataFolders folders;

    @BeforeEach
    void here() {
        folders = new DataFolders(List.of(folder));
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private LabelledTexts open(String kind, Path file, double share) {
        return new TextTable(kind, file, Optional.empty(), Optional.empty(), "text", "label", share, share, 0)
                .open(folders);
    }

    private void refuses(String kind, String content, String message) throws IOException {
        Path file = write("data." + kind, content);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(kind, file, 0))
                .withMessage(message.replace("FILE", file.toString()));
    }

    @Test
    void readsQuotesAndLineBreaksOfCsv() throws IOException {
        LabelledTexts texts = open("csv", write("pets.csv", "\uFEFF" + PETS), 0);
        assertThat(texts.classes()).containsExactly("cat", "dog");
        assertThat(Texts.of(texts.splits().train()))
                .extracting(LabelledText::text)
                .containsExactly("A dog, \"Rex\"", "A cat\nwith two lines", "More");
        assertThat(texts.splits().train().get(2).place()).endsWith("pets.csv:5");
    }

    @Test
    void readsTsvAndJsonl() throws IOException {
        Path tsv = write("pets.tsv", "label\ttext\ndog\tA \"dog\r\n\ncat\tA cat");
        assertThat(open("tsv", tsv, 0).splits().train().get(0))
                .isEqualTo(new LabelledText("A \"dog", "dog", tsv + ":2"));
        Path jsonl = write(
                "pets.jsonl", "{\"text\": \"A dog\", \"label\": 1, \"more\": []}\n{\"text\": \"é\", \"label\": 0}");
        assertThat(open("jsonl", jsonl, 0).splits().train().get(0))
                .isEqualTo(new LabelledText("A dog", "1", jsonl + ":1"));
    }

    @Test
    void readsQuestions() throws IOException {
        Path file = write("q.label", "NUM:dist How far is it ?\nLOC:city What county is it ?\nLOC:other Where ?\n");
        LabelFile fine = new LabelFile(file, Optional.empty(), Optional.empty(), LabelFile.Classes.FINE, 0, 0, 0);
        assertThat(fine.open(folders).classes()).containsExactly("LOC:city", "LOC:other", "NUM:dist");
        LabelFile coarse = new LabelFile(file, Optional.empty(), Optional.empty(), LabelFile.Classes.COARSE, 0, 0, 0);
        assertThat(coarse.open(folders).splits().train().get(0).text()).isEqualTo("How far is it ?");
        Path bad = write("bad.label", "NUM:dist How far ?\nHow: far\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(
                        () -> new LabelFile(bad, Optional.empty(), Optional.empty(), LabelFile.Classes.COARSE, 0, 0, 0)
                                .open(folders))
                .withMessage(bad + ":2: must be COARSE:fine, a space and a text, found \"How: far\"");
    }

    @Test
    void namesFileAndLineOfWhatIsWrong() throws IOException {
        refuses("csv", "", "FILE: must leave examples in the training split, found none");
        refuses("csv", "text,kind\na,b\n", "FILE:1: must have a column label, found [text, kind]");
        refuses("csv", "text,label\na,b\nc\n", "FILE:3: must have 2 cells, as the first row has, found 1");
        refuses("tsv", "text\tlabel\na\tb\tc\n", "FILE:2: must have 2 cells, as the first row has, found 3");
        refuses("csv", "text,label\na,b\n\"c\n\",\n", "FILE:3: label: must name a class, found \"\"");
        refuses("csv", "text,label\na,b\n  ,c\n", "FILE:3: text: must be a text, found a blank one");
        refuses("csv", "text,label\na,b\nc,b\n", "FILE: must have at least 2 classes to learn from, found [b]");
        refuses(
                "jsonl",
                "{\"text\": \"a\", \"label\": 1}\n{\"text\": 3}\n",
                "FILE:2: must be an object with a value for label, found none");
    }

    @Test
    void namesTheLineThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "text,label\na,b\ncaf\u00e9,c\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open("csv", file, 0))
                .withMessage(file + ":3: must be UTF-8");
    }

    @Test
    void refusesASplitWithoutExamples() throws IOException {
        Path file = write("two.csv", "text,label\na,x\nb,y\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open("csv", file, 0.1))
                .withMessage(file + ": must leave examples in the validation split, found none");
        Path empty = write("empty.csv", "text,label\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(
                        () -> new TextTable("csv", file, Optional.of(empty), Optional.empty(), "text", "label", 0, 0, 0)
                                .open(folders))
                .withMessage(file + ": must leave examples in the validation split, found none");
    }

    @Test
    void refusesAClassThatWasNeverLearned() throws IOException {
        Path train = write("train.csv", "text,label\na,x\nb,y\n");
        Path test = write("test.csv", "text,label\nc,x\nd,z\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(
                        () -> new TextTable("csv", train, Optional.empty(), Optional.of(test), "text", "label", 0, 0, 0)
                                .open(folders))
                .withMessage(test + ":3: must have a class that training texts have, one of [x, y], found \"z\"");
    }

    @Test
    void dividesByClassAndKeepsEqualTextsTogether() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 400; i++) {
            rows.append("text ").append(i % 150).append(',').append(i % 150 % 3).append('\n');
        }
        LabelledTexts texts = open("csv", write("many.csv", rows.toString()), 0.2);
        Set<String> train = texts(texts, 0);
        Set<String> validation = texts(texts, 1);
        Set<String> test = texts(texts, 2);
        assertThat(train).doesNotContainAnyElementsOf(validation).doesNotContainAnyElementsOf(test);
        assertThat(validation).hasSize(24).doesNotContainAnyElementsOf(test);
        assertThat(test).hasSize(30);
        assertThat(Stream.of(train, validation, test).mapToInt(Collection::size).sum())
                .isEqualTo(150);
        assertThat(texts(open("csv", folder.resolve("many.csv"), 0.2), 2)).isEqualTo(test);
    }

    private static Set<String> texts(LabelledTexts texts, int split) {
        return Texts.of(List.of(
                                texts.splits().train(),
                                texts.splits().validation(),
                                texts.splits().test())
                        .get(split))
                .stream()
                .map(LabelledText::text)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void checksTheRecipe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NamedTexts("sst3", 0, 0, 0))
                .withMessage("name: must be one of [sms-spam, banking77, trec, sst2], got sst3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NamedTexts("sst2", 1, 0, 0))
                .withMessage("validation: must be between 0 and 0.9, got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new TextTable("csv", folder, Optional.empty(), Optional.empty(), "text", "text", 0, 0, 0))
                .withMessage("label: must be another column than text, got text");
    }
}
