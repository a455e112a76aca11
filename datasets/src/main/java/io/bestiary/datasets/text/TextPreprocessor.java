package io.bestiary.datasets.text;

import io.bestiary.datasets.text.TextData.Kind;
import java.util.OptionalInt;

/**
 * How a language model's texts come to it, beside the tokenizer.
 *
 * @param texts whether it learned one running text or separate ones
 * @param answers whether it learned answers only, so that the most probable one is wanted, and not any
 * @param context most tokens that it reads at once; 0 where there is no limit
 */
public record TextPreprocessor(Kind texts, boolean answers, int context) {

    /**
     * The token that begins: that between separate texts; of a running one GPT-2's end, or the line feed, where it is a token, else the
     * first that is no special one.
     */
    public int border(Tokenizer tokenizer) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        if (texts == Kind.SEPARATE) {
            return vocabulary.id(Vocabulary.END);
        }
        OptionalInt end = vocabulary.find(Vocabulary.END_OF_TEXT);
        if (end.isPresent()) {
            return end.getAsInt();
        }
        String feed = tokenizer instanceof BytePairTokenizer ? String.valueOf(ByteAlphabet.of((byte) '\n')) : "\n";
        OptionalInt known = vocabulary.find(feed);
        return known.orElseGet(
                () -> Math.min(vocabulary.size() - 1, vocabulary.specials().size()));
    }
}
