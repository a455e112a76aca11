package io.bestiary.datasets.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairSpecTest {
    @TempDir
    private Path folder;

    private PairData open(PairSpec spec) {
        return spec.open(new DataFolders(List.of(folder)));
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static AlignedLines aligned(Path source, Path target) {
        return new AlignedLines(source, target, List.of(), List.of(), 0, 0, 0);
    }

    private static List<TextPair> all(Dataset<TextPair> pairs) {
        List<TextPair> list = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            list.add(pairs.get(i));
        }
        return list;
    }

    @Test
    void linesBelongTogether() throws IOException {
        Path source = file("a.de", "eins\r\nzwei \nfünf\u2028sechs");
        Path target = file("a.en.gz", "one\ntwo\nfive six\n");
        assertThat(all(open(aligned(source, target)).splits().train()))
                .containsExactly(
                        new TextPair("eins", "one", source + ":1"),
                        new TextPair("zwei", "two", source + ":2"),
                        new TextPair("fünf\u2028sechs", "five six", source + ":3"));
    }

    @Test
    void filesOfUnequalLengthAreNamed() throws IOException {
        Path source = file("a.de", "eins\nzwei\n");
        Path target = file("a.en", "one\n");
        assertThatThrownBy(() -> open(aligned(source, target)))
                .isInstanceOf(DataException.class)
                .hasMessage(source + " and " + target + ": must have equally many lines, found 2 and 1");
    }

    @Test
    void whatIsNoTextIsNamedWithItsLine() throws IOException {
        Path good = file("good", "one\ntwo\n");
        Path blank = file("blank", "one\n \n");
        assertThatThrownBy(() -> open(aligned(good, blank)))
                .hasMessage(blank + ":2: must be a text, found a blank one");
        Path broken = Files.write(folder.resolve("broken"), new byte[] {'a', '\n', (byte) 0xC3, '\n'});
        assertThatThrownBy(() -> open(aligned(broken, good))).hasMessage(broken + ":2: must be UTF-8");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> open(aligned(missing, good)))
                .hasMessage(missing + ": must be a file of text, found nothing there");
        Path noGzip = Files.writeString(folder.resolve("a.gz"), "one\ntwo\n");
        assertThatThrownBy(() -> open(aligned(noGzip, good)))
                .hasMessageStartingWith(noGzip + ": must be a whole gzip file, found ");
        Path empty = file("empty", "");
        assertThatThrownBy(() -> open(aligned(empty, empty)))
                .hasMessage(empty + ": must have at least one line, found none");
    }

    @Test
    void validationAndTestMayHaveFilesOfTheirOwn() throws IOException {
        Path a = file("a", "one\ntwo\n");
        Path b = file("b", "three\n");
        PairData data = open(new AlignedLines(a, a, List.of(b, b), List.of(b, a.resolveSibling("b")), 0.5, 0.4, 0));
        assertThat(data.splits().train().size()).isEqualTo(2);
        assertThat(data.splits().validation().size()).isOne();
        assertThat(data.splits().test().size()).isOne();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlignedLines(a, a, List.of(b), List.of(), 0, 0, 0))
                .withMessage("validation_files: must be a source and a target, got 1 file(s)");
    }

    @Test
    void tablesNameTheirColumns() throws IOException {
        Path tsv = file("a.tsv", "id\tsource\ttarget\n1\tan \"apple\tune pomme\n");
        Path csv = file("a.csv", "target,source\n\"une,\npomme\",\"an \"\"apple\"\"\"\n");
        Path jsonl = file("a.jsonl.gz", "{\"source\": \"an apple\", \"target\": \"une pomme\", \"more\": 1}\n");
        assertThat(all(open(table("tsv", tsv)).splits().train()))
                .containsExactly(new TextPair("an \"apple", "une pomme", tsv + ":2"));
        assertThat(all(open(table("csv", csv)).splits().train()))
                .extracting(TextPair::source, TextPair::target)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("an \"apple\"", "une,\npomme"));
        assertThat(all(open(table("jsonl", jsonl)).splits().train()))
                .containsExactly(new TextPair("an apple", "une pomme", jsonl + ":1"));
    }

    private static PairTable table(String name, Path path) {
        return new PairTable(name, path, "source", "target", 0, 0, 0);
    }

    @Test
    void raggedTablesAreNamed() throws IOException {
        Path ragged = file("a.tsv", "source\ttarget\na\tb\na\tb\tc\n");
        assertThatThrownBy(() -> open(table("tsv", ragged)))
                .hasMessage(ragged + ":3: must have 2 cells, as the first row has, found 3");
        Path other = file("b.csv", "from,to\na,b\n");
        assertThatThrownBy(() -> open(table("csv", other)))
                .hasMessage(other + ":1: must have a column source, found [from, to]");
        Path json = file("c.jsonl", "{\"source\": \"a\", \"target\": null}\n");
        assertThatThrownBy(() -> open(table("jsonl", json)))
                .hasMessage(json + ":1: must be an object with a value for target, found null");
        Path noJson = file("d.jsonl", "{\n");
        assertThatThrownBy(() -> open(table("jsonl", noJson)))
                .hasMessageStartingWith(noJson + ":1: must be JSON, found ");
        Path none = file("e.tsv", "source\ttarget\n");
        assertThatThrownBy(() -> open(table("tsv", none)))
                .hasMessage(none + ": must have at least one pair, found none");
        Path two = file("f.tsv", "source\ttarget\na\tb\nc\td\n");
        assertThatThrownBy(() -> open(new PairTable("tsv", two, "source", "target", 0.1, 0, 0)))
                .hasMessage(two + ": must leave pairs in the validation split, found none");
    }

    @Test
    void oneSourceIsInOnePart() throws IOException {
        StringBuilder lines = new StringBuilder("source\ttarget\n");
        for (int i = 0; i < 400; i++) {
            lines.append("word ").append(i % 100).append("\tanswer ").append(i).append('\n');
        }
        PairData data = open(new PairTable("tsv", file("a.tsv", lines.toString()), "source", "target", 0.1, 0.2, 7));
        Set<String> seen = new HashSet<>();
        int total = 0;
        for (Dataset<TextPair> part : List.of(
                data.splits().train(), data.splits().validation(), data.splits().test())) {
            Set<String> sources = new HashSet<>();
            all(part).forEach(pair -> sources.add(pair.source()));
            assertThat(seen).doesNotContainAnyElementsOf(sources);
            seen.addAll(sources);
            total += part.size();
        }
        assertThat(total).isEqualTo(400);
        assertThat(data.splits().test().size()).isEqualTo(80);
        assertThat(data.splits().validation().size()).isEqualTo(40);
    }

    @Test
    void numbersAreInOnePartAndSpelledByTheRules() {
        PairData data = open(new NumbersInWords(2000, 100, 300, 6, 3));
        Set<String> numbers = new HashSet<>();
        for (Dataset<TextPair> part : List.of(
                data.splits().train(), data.splits().validation(), data.splits().test())) {
            for (TextPair pair : all(part)) {
                assertThat(numbers.add(pair.place())).as(pair.place()).isTrue();
            }
        }
        assertThat(numbers).hasSize(2400);
        assertThat(all(data.splits().train()))
                .contains(
                        new TextPair("forty-two", "quarante-deux", "42"),
                        new TextPair("zero", "zéro", "0"),
                        new TextPair("ninety-nine", "quatre-vingt-dix-neuf", "99"));
        assertThat(all(data.splits().test()))
                .allSatisfy(pair -> assertThat(Long.parseLong(pair.place())).isBetween(100L, 999_999L));
        assertThat(open(new NumbersInWords(2000, 100, 300, 6, 3)).sha256()).isEqualTo(data.sha256());
        assertThat(open(new NumbersInWords(2000, 100, 300, 6, 4)).sha256()).isNotEqualTo(data.sha256());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumbersInWords(20_000, 500, 1000, 4, 0))
                .withMessageStartingWith("train: must be at most half of the numbers of 4 digits");
    }

    @Test
    void namedSetsAreDividedAsTheirMakersDid() {
        DataFolders folders = DataFolders.of(null);
        Assumptions.assumeTrue(
                folders.folders().stream().anyMatch(one -> Files.isDirectory(one.resolve("multi30k"))),
                "the data sets are not on this machine");
        PairData captions = new Multi30k(Multi30k.Language.DE, Multi30k.Language.EN).open(folders);
        assertThat(captions.splits().train().size()).isEqualTo(29_000);
        assertThat(captions.splits().validation().size()).isEqualTo(1014);
        assertThat(captions.splits().test().size()).isEqualTo(1000);
        assertThat(captions.splits().test().get(0).target()).isEqualTo("A man in an orange hat starring at something.");
        PairData sentences = new Tatoeba(Tatoeba.Language.FRA, 5000, 0.1, 0.1, 0).open(folders);
        assertThat(sentences.splits().train().size()
                        + sentences.splits().validation().size()
                        + sentences.splits().test().size())
                .isEqualTo(5000);
        assertThat(all(sentences.splits().train())).extracting(TextPair::target).contains("Go.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Multi30k(Multi30k.Language.FR, Multi30k.Language.FR))
                .withMessage("target: must be another language than the source, got fr");
    }
}
