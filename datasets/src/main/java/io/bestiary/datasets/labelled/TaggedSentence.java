package io.bestiary.datasets.labelled;

import java.util.List;

/**
 * The words of a sentence and the tag of each.
 *
 * @param place file and line of the first word, for messages
 */
public record TaggedSentence(List<String> words, List<String> tags, String place) {

    public TaggedSentence {
        words = List.copyOf(words);
        tags = List.copyOf(tags);
        if (words.isEmpty() || words.size() != tags.size()) {
            throw new IllegalArgumentException(
                    "tags: must be one for each of at least 1 word, got " + tags.size() + " for " + words.size());
        }
    }
}
