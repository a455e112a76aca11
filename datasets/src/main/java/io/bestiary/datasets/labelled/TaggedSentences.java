package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Splits;
import java.util.List;

/**
 * Sentences whose words are tagged.
 *
 * @param tags names of the tags, sorted: those of the training sentences
 * @param sha256 hash of the original files
 */
public record TaggedSentences(Splits<TaggedSentence> splits, List<String> tags, String sha256) {

    /**
     * Names the tags.
     *
     * @throws DataException if there is one tag only, or a word has a tag that none has in training
     */
    static TaggedSentences of(Splits<TaggedSentence> splits, String source, String sha256) {
        List<String> tags = Texts.of(splits.train()).stream()
                .flatMap(sentence -> sentence.tags().stream())
                .distinct()
                .sorted()
                .toList();
        if (tags.size() < 2) {
            throw new DataException(source + ": must have at least 2 tags to learn, found " + tags);
        }
        for (Dataset<TaggedSentence> split : List.of(splits.validation(), splits.test())) {
            for (TaggedSentence sentence : Texts.of(split)) {
                for (String tag : sentence.tags()) {
                    if (!tags.contains(tag)) {
                        throw new DataException(sentence.place() + ": must have tags that training sentences have,"
                                + " some of " + Texts.shown(tags) + ", found \"" + tag + "\"");
                    }
                }
            }
        }
        return new TaggedSentences(splits, tags, sha256);
    }
}
