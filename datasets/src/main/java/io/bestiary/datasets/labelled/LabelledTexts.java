package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Splits;
import java.util.List;

/**
 * Texts of several classes.
 *
 * @param classes names of the classes, sorted: those of the training texts
 * @param sha256 hash of the original files
 */
public record LabelledTexts(Splits<LabelledText> splits, List<String> classes, String sha256) {

    /**
     * Names the classes.
     *
     * @throws DataException if there is one class only, or a text has a class that no training text has
     */
    static LabelledTexts of(Splits<LabelledText> splits, String source, String sha256) {
        List<String> classes = Texts.of(splits.train()).stream()
                .map(LabelledText::label)
                .distinct()
                .sorted()
                .toList();
        if (classes.size() < 2) {
            throw new DataException(source + ": must have at least 2 classes to learn from, found " + classes);
        }
        for (Dataset<LabelledText> split : List.of(splits.validation(), splits.test())) {
            for (LabelledText text : Texts.of(split)) {
                if (!classes.contains(text.label())) {
                    throw new DataException(text.place() + ": must have a class that training texts have, one of "
                            + Texts.shown(classes) + ", found \"" + text.label() + "\"");
                }
            }
        }
        return new LabelledTexts(splits, classes, sha256);
    }
}
