package io.bestiary.datasets.labelled;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataFolders;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The English Web Treebank of Universal Dependencies, with its own three splits; Silveira et al., 2014.
 *
 * @param column where the tags are, such as {@code upos} or {@code xpos}
 */
public record EnglishWebTreebank(String column) implements TaggedSpec {
    public static final EnglishWebTreebank DEFAULTS = new EnglishWebTreebank("upos");

    @Override
    public TaggedSentences open(DataFolders folders) {
        Path folder = folders.open(Catalog.find("ud-en-ewt"));
        return new TextFiles(
                        folder.resolve("en_ewt-ud-train.conllu.gz"),
                        Optional.of(folder.resolve("en_ewt-ud-dev.conllu")),
                        Optional.of(folder.resolve("en_ewt-ud-test.conllu")))
                .readSentences(lines -> ConlluReader.read(lines, column), new Division(0, 0, 0));
    }
}
