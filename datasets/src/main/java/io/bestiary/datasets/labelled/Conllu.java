package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataFolders;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files in the CoNLL-U format of Universal Dependencies, https://universaldependencies.org/format.html, packed with gzip or
 * not; also with other columns where the first line names them ({@code # global.columns = ID FORM ...}).
 *
 * @param path what to learn from
 * @param validationPath what to validate on; none: a share of the training sentences
 * @param testPath what to test on; none: a share of the training sentences
 * @param column where the tags are: a column such as {@code upos}, or {@code misc.NER} for the value that is written
 *     {@code NER=...} in a column of several, {@code O} where it is not
 * @param validation share to validate on, 0 to 0.9; with 0 there is no validation split
 * @param test share to test on, 0 to 0.9
 * @param splitSeed what the division is a function of
 */
public record Conllu(
        Path path,
        Optional<Path> validationPath,
        Optional<Path> testPath,
        String column,
        double validation,
        double test,
        long splitSeed)
        implements TaggedSpec {
    /** What a recipe need not say; the path it must. */
    public static final Conllu DEFAULTS = new Conllu(null, Optional.empty(), Optional.empty(), "upos", 0.1, 0.1, 0);

    public Conllu {
        new Division(validation, test, splitSeed);
    }

    @Override
    public TaggedSentences open(DataFolders folders) {
        return new TextFiles(path, validationPath, testPath)
                .readSentences(lines -> ConlluReader.read(lines, column), new Division(validation, test, splitSeed));
    }
}
