package io.bestiary.datasets.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token for each word or run of other signs; white space separates, and is not kept. What is not known becomes
 * {@link Vocabulary#UNKNOWN}.
 */
public final class WordTokenizer implements Tokenizer {
    private static final Pattern PIECE = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Vocabulary vocabulary;
    private final Letters letters;

    /** What becomes of capital letters. */
    public enum Letters {
        AS_WRITTEN,
        LOWER_CASE;

        /** Each character for itself, so that the result does not depend on what stands beside it. */
        public String apply(String piece) {
            if (this == AS_WRITTEN) {
                return piece;
            }
            StringBuilder lower = new StringBuilder(piece.length());
            piece.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
            return lower.toString();
        }
    }

    WordTokenizer(Vocabulary vocabulary, Letters letters) {
        vocabulary.id(Vocabulary.UNKNOWN);
        this.vocabulary = vocabulary;
        this.letters = letters;
    }

    /**
     * Knows the words that are most frequent in the texts; of equally frequent ones those that sort first.
     *
     * @param size most tokens, the special ones among them
     * @param least how often a word must be there
     * @param specials must have {@link Vocabulary#UNKNOWN}
     */
    public static WordTokenizer train(
            Iterable<String> texts, int size, int least, Letters letters, List<String> specials) {
        Map<String, Integer> counts = new HashMap<>();
        for (String text : texts) {
            Matcher pieces = PIECE.matcher(Tokenizer.checked(text));
            while (pieces.find()) {
                counts.merge(letters.apply(pieces.group()), 1, Integer::sum);
            }
        }
        return ofCounts(counts, size, least, letters, specials);
    }

    /** As {@link #train}, of texts that are cut into words already. */
    public static WordTokenizer trainOnWords(
            Iterable<List<String>> texts, int size, int least, Letters letters, List<String> specials) {
        Map<String, Integer> counts = new HashMap<>();
        texts.forEach(
                words -> words.forEach(word -> counts.merge(letters.apply(Tokenizer.checked(word)), 1, Integer::sum)));
        return ofCounts(counts, size, least, letters, specials);
    }

    private static WordTokenizer ofCounts(
            Map<String, Integer> counts, int size, int least, Letters letters, List<String> specials) {
        LinkedHashSet<String> tokens = new LinkedHashSet<>(specials);
        counts.entrySet().stream()
                .filter(word -> word.getValue() >= least && !tokens.contains(word.getKey()))
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, size - tokens.size()))
                .toList()
                .forEach(word -> tokens.add(word.getKey()));
        return new WordTokenizer(new Vocabulary(List.copyOf(tokens), specials), letters);
    }

    /** The words and other signs of a text, as it cuts them. */
    public static List<String> pieces(String text, Letters letters) {
        return PIECE.matcher(Tokenizer.checked(text))
                .results()
                .map(piece -> letters.apply(piece.group()))
                .toList();
    }

    @Override
    public Encoding encode(String text) {
        Matcher pieces = PIECE.matcher(Tokenizer.checked(text));
        Encoding.Builder tokens = new Encoding.Builder();
        while (pieces.find()) {
            tokens.add(id(pieces.group()), pieces.start(), pieces.end());
        }
        return tokens.build();
    }

    /** The number of a word that was cut elsewhere. */
    public int id(String word) {
        return vocabulary.idOfText(letters.apply(Tokenizer.checked(word))).getAsInt();
    }

    /** The words with a space between; how they were separated is not known any more. */
    @Override
    public String decode(int... ids) {
        List<String> words = new ArrayList<>();
        for (int id : ids) {
            if (!vocabulary.isSpecial(id)) {
                words.add(vocabulary.token(id));
            }
        }
        return String.join(" ", words);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public byte[] toJson() {
        return TokenizerWriter.words(vocabulary, letters);
    }
}
