package io.bestiary.datasets.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConlluTest {
    private static final String SENTENCES = """
        # text = I can't go.
        1\tI\tI\tPRON\tPRP\t_\t4\tnsubj\t_\tNER=B-PER
        2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
        2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
        3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\tSpaceAfter=No|NER=I-PER
        3.1\thidden\t_\tX\t_\t_\t_\t_\t_\t_
        4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
        5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

        1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
        """;

    @TempDir
    Path folder;

    private TaggedSentences open(String content, String column) throws IOException {
        Path file = Files.writeString(folder.resolve("s.conllu"), content);
        return new Conllu(file, Optional.empty(), Optional.empty(), column, 0, 0, 0)
                .open(new DataFolders(List.of(folder)));
    }

    private void refuses(String content, String column, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(content, column))
                .withMessage(message.replace("FILE", folder.resolve("s.conllu").toString()));
    }

    @Test
    void readsWordsAndTags() throws IOException {
        TaggedSentence first = open(SENTENCES, "upos").splits().train().get(0);
        assertThat(first.words()).containsExactly("I", "ca", "n't", "go", ".");
        assertThat(first.tags()).containsExactly("PRON", "AUX", "PART", "VERB", "PUNCT");
        assertThat(first.place()).endsWith("s.conllu:2");
        assertThat(open(SENTENCES, "XPOS").tags()).contains("PRP", "UH");
    }

    @Test
    void readsTagsOfEntitiesFromAColumnOfSeveralValues() throws IOException {
        assertThat(open(SENTENCES, "misc.NER").splits().train().get(0).tags())
                .containsExactly("B-PER", "O", "I-PER", "O", "O");
    }

    @Test
    void readsOtherColumnsWhereTheyAreNamed() throws IOException {
        String plus = "# global.columns = ID FORM NER\n1\tAda\tB-PER\n2\tsleeps\tO\n";
        assertThat(open(plus, "ner").splits().train().get(0).tags()).containsExactly("B-PER", "O");
    }

    @Test
    void namesFileAndLineOfWhatIsWrong() {
        refuses("1\ta\n", "upos", "FILE:1: must have 10 columns apart by tabs, found 2");
        refuses(
                SENTENCES.replace("4\tgo", "5\tgo"),
                "upos",
                "FILE:7: id: must be 4, the number of the word, found \"5\"");
        refuses(
                SENTENCES,
                "pos",
                "FILE: column: must be one of [id, form, lemma, upos, xpos, feats, head, deprel, deps, misc], got pos");
        refuses("", "upos", "FILE: must leave examples in the training split, found none");
        refuses("1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n", "upos", "FILE: must have at least 2 tags to learn, found [X]");
    }
}
