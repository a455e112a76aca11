package io.bestiary.datasets.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.WordTokenizer.Letters;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How texts and words become numbers. */
class WordsTest {

    private static String cut(String text) {
        return WordRules.cut(text).stream().map(WordRules.Word::text).collect(Collectors.joining(" "));
    }

    @Test
    void cutsTextsAsTreebanksDo() {
        assertThat(cut("I don't know, it's Al-Zaman's.")).isEqualTo("I do n't know , it 's Al - Zaman 's .");
        assertThat(cut("Can't we've they'll I’m O'Brien?")).isEqualTo("Ca n't we 've they 'll I ’m O'Brien ?");
        assertThat(cut("See http://a.org/b?c=1, or mail me.too@b.co.uk!!!"))
                .isEqualTo("See http://a.org/b?c=1 , or mail me.too@b.co.uk !!!");
        assertThat(cut("$1,234.50 at 10:30 on 3/4/05 in the U.S. (2nd)"))
                .isEqualTo("$ 1,234.50 at 10:30 on 3/4/05 in the U.S. ( 2nd )");
        assertThat(cut("naïve Ünï 日本 ... \"so\"")).isEqualTo("naïve Ünï 日本 ... \" so \"");
        assertThat(cut(" \n\t")).isEmpty();
    }

    @Test
    void knowsWhereWordsStand() {
        String text = "Time  flies, 😀 now.";
        assertThat(WordRules.cut(text))
                .allSatisfy(word ->
                        assertThat(text.substring(word.start(), word.end())).isEqualTo(word.text()));
        assertThat(WordRules.joined(List.of("New York", "is")))
                .containsExactly(new WordRules.Word("New York", 0, 8), new WordRules.Word("is", 9, 11));
    }

    private static final List<List<String>> SENTENCES = List.of(List.of("The", "cat"), List.of("the", "dog", "barks"));

    private static WordEncoder encoder(boolean characters) {
        return WordEncoder.train(SENTENCES, new WordPreparation(4, characters, 4), 100, 1, Letters.LOWER_CASE);
    }

    @Test
    void numbersWordsAndCharacters() {
        WordEncoder encoder = encoder(true);
        WordEncoder.Encoded encoded = encoder.encode(List.of("THE", "zebra", "dog"));
        assertThat(encoded.words()[0]).isEqualTo(encoder.vocabulary().id("the"));
        assertThat(encoded.words()[1]).as("unknown").isEqualTo(1);
        assertThat(encoded.characters().get(0))
                .as("T is known, H and E are not")
                .hasSize(3)
                .endsWith(1, 1);
        assertThat(encoded.characters().get(1)).as("ze + ra").hasSize(4).startsWith(1);
        List<HostTensor> batch = WordEncoder.batch(List.of(encoded, encoder.encode(List.of("dog"))));
        assertThat(batch.get(0).shape().getShape()).containsExactly(2, 3);
        assertThat(batch.get(1)).isEqualTo(HostTensor.longs(new long[] {3, 1}, 2));
        assertThat(batch.get(2).shape().getShape()).containsExactly(2, 3, 4);
        assertThat(((java.nio.LongBuffer) batch.get(2).data()).get(2 * 3 * 4 - 1))
                .isZero();
        assertThat(WordEncoder.batch(List.of(encoder(false).encode(List.of("dog")))))
                .hasSize(2);
    }

    @Test
    void comesBackFromItsFiles() {
        WordEncoder encoder = encoder(true);
        WordEncoder again = WordEncoder.of(
                encoder.preparation(),
                Tokenizer.read(encoder.files().get(Tokenizer.FILE), "a"),
                Optional.of(Tokenizer.read(encoder.files().get(WordEncoder.CHARACTERS_FILE), "b")),
                "here");
        List<String> words = List.of("the", "mouse");
        assertThat(again.encode(words)).usingRecursiveComparison().isEqualTo(encoder.encode(words));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> WordEncoder.of(
                        encoder.preparation(),
                        Tokenizer.read(encoder.files().get(Tokenizer.FILE), "a"),
                        Optional.empty(),
                        "here"))
                .withMessage("here: tokenizer.json must be of words, and characters.json of characters");
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> encoder(false).encode(List.of()))
                .withMessage("words: must be between 1 and 4, got 0");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> encoder(false).encode(List.of("a", "b", "c", "d", "e")))
                .withMessage("words: must be between 1 and 4, got 5");
        TextPreparation texts = new TextPreparation(4);
        Tokenizer tokenizer = io.bestiary.datasets.text.WordTokenizer.train(
                List.of("one two three four"), 100, 1, Letters.AS_WRITTEN, TextPreparation.SPECIALS);
        assertThat(texts.tokens(tokenizer, "one nine"))
                .containsExactly(2, tokenizer.vocabulary().id("one"), 1);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> texts.tokens(tokenizer, " \n"))
                .withMessage("text: must have at least one token, got an empty text");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> texts.tokens(tokenizer, "one two three four"))
                .withMessage("text: must have at most 3 tokens, got 4");
    }

    @Test
    void wordsBecomeUnknownByChanceAndRarity() {
        int[] tokens = IntStream.range(0, 10_000).map(i -> i % 2 == 0 ? 5 : 6).toArray();
        int[] counts = {0, 0, 0, 0, 0, 1, 1000};
        UnknownWords some = new UnknownWords(0.1, 0.25);
        int[] changed = some.apply(tokens, 1, 1, counts, 3, 0, 7);
        assertThat(some.apply(tokens, 1, 1, counts, 3, 0, 7)).isEqualTo(changed);
        assertThat(some.apply(tokens, 1, 1, counts, 3, 1, 7)).isNotEqualTo(changed);
        assertThat(changed[0]).isEqualTo(5);
        long rare = IntStream.range(0, 10_000)
                .filter(i -> i % 2 == 0 && changed[i] == 1)
                .count();
        long frequent = IntStream.range(0, 10_000)
                .filter(i -> i % 2 == 1 && changed[i] == 1)
                .count();
        // Five deviations of binomial counts of 5,000 with probabilities 0.3 and 0.10025.
        assertThat(rare).isBetween(1500L - 162, 1500L + 162);
        assertThat(frequent).isBetween(501L - 106, 501L + 106);
        assertThat(UnknownWords.NONE.apply(tokens, 0, 1, counts, 3, 0, 7)).isEqualTo(tokens);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnknownWords(1, 0))
                .withMessage("share: must be between 0 and 0.9, got 1.0");
    }
}
