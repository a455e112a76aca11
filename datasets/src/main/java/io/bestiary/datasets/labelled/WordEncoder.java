package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.text.CharacterTokenizer;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.datasets.text.WordTokenizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes numbers of words, and of their characters where the network sees them. */
public final class WordEncoder {
    /** What the file of the characters is called in a checkpoint. */
    public static final String CHARACTERS_FILE = "characters.json";

    /** Padding has the number 0. */
    public static final List<String> SPECIALS = List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN);

    private final WordPreparation preparation;
    private final WordTokenizer words;
    private final Optional<CharacterTokenizer> characters;

    /**
     * A sentence in numbers.
     *
     * @param words number of each word
     * @param characters numbers of each word's characters; none where the network does not see them
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Encoded(int[] words, List<int[]> characters) {}

    public WordEncoder(WordPreparation preparation, WordTokenizer words, Optional<CharacterTokenizer> characters) {
        if (preparation.characters() != characters.isPresent()) {
            throw new IllegalArgumentException(
                    "characters: must be " + preparation.characters() + ", got " + characters.isPresent());
        }
        this.preparation = preparation;
        this.words = words;
        this.characters = characters;
    }

    /**
     * Reads what {@link #files} wrote.
     *
     * @param place what messages call the folder
     * @throws DataException if a tokenizer is of another kind
     */
    public static WordEncoder of(
            WordPreparation preparation, Tokenizer words, Optional<Tokenizer> characters, String place) {
        if (!(words instanceof WordTokenizer known)
                || characters
                        .filter(file -> !(file instanceof CharacterTokenizer))
                        .isPresent()
                || characters.isPresent() != preparation.characters()) {
            throw new DataException(place + ": " + Tokenizer.FILE + " must be of words"
                    + (preparation.characters() ? ", and " + CHARACTERS_FILE + " of characters" : ""));
        }
        return new WordEncoder(preparation, known, characters.map(CharacterTokenizer.class::cast));
    }

    /** What a checkpoint keeps. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new HashMap<>();
        files.put(Tokenizer.FILE, words.toJson());
        characters.ifPresent(file -> files.put(CHARACTERS_FILE, file.toJson()));
        return files;
    }

    public WordPreparation preparation() {
        return preparation;
    }

    /** The words that are known. */
    public Vocabulary vocabulary() {
        return words.vocabulary();
    }

    /** How many characters are known; 0 where the network does not see them. */
    public int characterCount() {
        return characters.map(CharacterTokenizer::size).orElse(0);
    }

    /**
     * Numbers the words of a sentence.
     *
     * @throws DataException if there are none or too many, or one is empty
     */
    public Encoded encode(List<String> sentence) {
        if (sentence.isEmpty() || sentence.size() > preparation.longest()) {
            throw new DataException(
                    "words: must be between 1 and " + preparation.longest() + ", got " + sentence.size());
        }
        if (sentence.stream().anyMatch(String::isEmpty)) {
            throw new DataException("words: must have at least one character each, got an empty one");
        }
        int[] numbers = sentence.stream().mapToInt(words::id).toArray();
        return new Encoded(
                numbers,
                characters
                        .map(known -> sentence.stream()
                                .map(word -> seen(known.encode(word).ids()))
                                .toList())
                        .orElse(List.of()));
    }

    private int[] seen(int[] all) {
        int most = preparation.longestWord();
        if (all.length <= most) {
            return all;
        }
        int[] ends = Arrays.copyOf(all, most);
        int last = most / 2;
        System.arraycopy(all, all.length - last, ends, most - last, last);
        return ends;
    }

    /** Words (B, T), lengths (B) and, where the network sees them, characters (B, T, W). */
    public static List<HostTensor> batch(List<Encoded> sentences) {
        List<int[]> rows = sentences.stream().map(Encoded::words).toList();
        HostTensor padded = TokenBatch.padded(rows, 0);
        HostTensor lengths = TokenBatch.lengths(rows);
        if (sentences.get(0).characters().isEmpty()) {
            return List.of(padded, lengths);
        }
        return List.of(
                padded,
                lengths,
                characters(sentences, Math.toIntExact(padded.shape().get(1))));
    }

    private static HostTensor characters(List<Encoded> sentences, int steps) {
        int width = sentences.stream()
                .flatMap(sentence -> sentence.characters().stream())
                .mapToInt(word -> word.length)
                .max()
                .orElse(1);
        long[] values = new long[Math.multiplyExact(sentences.size() * steps, width)];
        for (int row = 0; row < sentences.size(); row++) {
            List<int[]> all = sentences.get(row).characters();
            for (int t = 0; t < all.size(); t++) {
                int from = (row * steps + t) * width;
                for (int i = 0; i < all.get(t).length; i++) {
                    values[from + i] = all.get(t)[i];
                }
            }
        }
        return HostTensor.longs(values, sentences.size(), steps, width);
    }

    /** Learns the words and characters of sentences. */
    public static WordEncoder train(
            Iterable<List<String>> sentences,
            WordPreparation preparation,
            int vocabulary,
            int least,
            WordTokenizer.Letters letters) {
        WordTokenizer words = WordTokenizer.trainOnWords(sentences, vocabulary, least, letters, SPECIALS);
        Iterable<String> all = () -> java.util.stream.StreamSupport.stream(sentences.spliterator(), false)
                .flatMap(sentence -> sentence.stream())
                .iterator();
        return new WordEncoder(
                preparation,
                words,
                preparation.characters() ? Optional.of(CharacterTokenizer.train(all, SPECIALS)) : Optional.empty());
    }
}
