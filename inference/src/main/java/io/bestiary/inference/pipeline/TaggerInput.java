package io.bestiary.inference.pipeline;

import io.bestiary.datasets.labelled.WordRules;
import java.util.List;

/**
 * What is to be tagged: words and where they stand.
 *
 * @param words in the order of the text
 */
public record TaggerInput(List<WordRules.Word> words) {

    public TaggerInput {
        words = List.copyOf(words);
    }

    /** A text, cut into words by rules. */
    public static TaggerInput ofText(String text) {
        return new TaggerInput(WordRules.cut(text));
    }

    /** Words that were cut already. */
    public static TaggerInput ofWords(List<String> words) {
        return new TaggerInput(WordRules.joined(words));
    }
}
