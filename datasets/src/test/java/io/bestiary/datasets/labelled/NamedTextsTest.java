package io.bestiary.datasets.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bestiary.datasets.DataFolders;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The public data sets as they are, where they are; the numbers are those of their makers. */
class NamedTextsTest {
    private DataFolders folders;

    @BeforeEach
    void data() {
        Path shared = Path.of(System.getenv().getOrDefault("BESTIARY_DATA", "../../shared/data"));
        assumeThat(shared).isDirectory();
        folders = new DataFolders(List.of(shared));
    }

    private LabelledTexts open(String name) {
        return new NamedTexts(name, 0.1, 0.2, 0).open(folders);
    }

    @Test
    void messages() {
        LabelledTexts texts = open("sms-spam");
        assertThat(sizes(texts)[0] + sizes(texts)[1] + sizes(texts)[2]).isEqualTo(5574);
        assertThat(texts.classes()).containsExactly("ham", "spam");
        assertThat(Texts.of(texts.splits().train()))
                .anyMatch(text -> text.text().startsWith("Today is \"song dedicated day..\" Which song"));
    }

    @Test
    void customers() {
        LabelledTexts texts = open("banking77");
        assertThat(sizes(texts)[0] + sizes(texts)[1]).isEqualTo(10_003);
        assertThat(sizes(texts)[2]).isEqualTo(3080);
        assertThat(texts.classes()).hasSize(77);
    }

    @Test
    void questions() {
        LabelledTexts texts = open("trec");
        assertThat(sizes(texts)[0] + sizes(texts)[1]).isEqualTo(5452);
        assertThat(sizes(texts)[2]).isEqualTo(500);
        assertThat(texts.classes()).containsExactly("ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM");
    }

    @Test
    void reviews() {
        assertThat(sizes(open("sst2"))).containsExactly(60_614, 6_735, 872);
    }

    @Test
    void treebank() {
        TaggedSentences sentences = new EnglishWebTreebank("upos").open(folders);
        assertThat(sentences.splits().train().size()).isEqualTo(12_544);
        assertThat(sentences.splits().validation().size()).isEqualTo(2_001);
        assertThat(sentences.splits().test().size()).isEqualTo(2_077);
        assertThat(sentences.tags()).hasSize(17);
    }

    private static int[] sizes(LabelledTexts texts) {
        return new int[] {
            texts.splits().train().size(),
            texts.splits().validation().size(),
            texts.splits().test().size()
        };
    }
}
