package io.bestiary.datasets.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says how texts are cut into tokens: the {@code tokenizer} of a recipe, which is fitted on the training split only. */
public sealed interface TokenizerSpec {

    /**
     * Learns a tokenizer from texts.
     *
     * @param specials special tokens, which get the first numbers; words always know {@link Vocabulary#UNKNOWN}, after
     *     the others where it is not among them
     */
    Tokenizer fit(Iterable<String> texts, List<String> specials);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends TokenizerSpec>> kinds() {
        Map<String, Class<? extends TokenizerSpec>> kinds = new LinkedHashMap<>();
        kinds.put("characters", Characters.class);
        kinds.put("words", Words.class);
        kinds.put("byte-pair", BytePairs.class);
        return Collections.unmodifiableMap(kinds);
    }

    /** A token for each character of the training texts. */
    record Characters() implements TokenizerSpec {

        @Override
        public Tokenizer fit(Iterable<String> texts, List<String> specials) {
            return CharacterTokenizer.train(texts, specials);
        }
    }

    /**
     * A token for each of the most frequent words.
     *
     * @param vocabulary most tokens, special ones among them
     * @param least how often a word must be in the training texts
     * @param letters what becomes of capital ones
     */
    record Words(int vocabulary, int least, WordTokenizer.Letters letters) implements TokenizerSpec {
        public static final Words DEFAULTS = new Words(20_000, 2, WordTokenizer.Letters.AS_WRITTEN);

        public Words {
            check("vocabulary", vocabulary, 16);
            check("least", least, 1);
        }

        @Override
        public Tokenizer fit(Iterable<String> texts, List<String> specials) {
            List<String> all = new ArrayList<>(specials);
            if (!all.contains(Vocabulary.UNKNOWN)) {
                all.add(Vocabulary.UNKNOWN);
            }
            return WordTokenizer.train(texts, vocabulary, least, letters, all);
        }
    }

    /**
     * Byte pairs, which know every text.
     *
     * @param vocabulary most tokens: special ones, 256 bytes, and what is merged
     */
    record BytePairs(int vocabulary) implements TokenizerSpec {
        public static final BytePairs DEFAULTS = new BytePairs(4096);

        public BytePairs {
            check("vocabulary", vocabulary, 300);
        }

        @Override
        public Tokenizer fit(Iterable<String> texts, List<String> specials) {
            return BytePairTokenizer.train(texts, vocabulary, specials);
        }
    }

    private static void check(String key, int value, int least) {
        if (value < least || value > 10_000_000) {
            throw new IllegalArgumentException(key + ": must be between " + least + " and 10000000, got " + value);
        }
    }
}
