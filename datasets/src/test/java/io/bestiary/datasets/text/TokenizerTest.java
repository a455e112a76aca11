package io.bestiary.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the tokenizers against Hugging Face's: what is learned, the file, and what is made of texts. */
class TokenizerTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static JsonNode fixture(String name) {
        try (InputStream file = TokenizerTest.class.getResourceAsStream(name + ".json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tokenizer learned(String name) {
        List<String> texts = new ArrayList<>();
        fixture(name).get("learn").forEach(text -> texts.add(text.textValue()));
        return switch (name) {
            case "byte-pairs" -> BytePairTokenizer.train(texts, 330, List.of("<pad>", "<eos>"));
            case "words" ->
                WordTokenizer.train(texts, 60, 1, WordTokenizer.Letters.LOWER_CASE, List.of("<pad>", "<unk>"));
            default -> CharacterTokenizer.train(texts, List.of("<unk>"));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte-pairs", "words", "characters"})
    void whatIsLearnedAndWrittenIsTheReferencesFile(String name) throws IOException {
        JsonNode written = JSON.readTree(learned(name).toJson());

        assertThat(written).isEqualTo(fixture(name).get("tokenizer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"byte-pairs", "words", "characters", "pieces", "unigram", "word-pieces", "word-pieces-cased"})
    void theReferencesFileCutsTextsAsTheReferenceDoes(String name) throws IOException {
        JsonNode fixture = fixture(name);
        Tokenizer tokenizer = Tokenizer.read(JSON.writeValueAsBytes(fixture.get("tokenizer")), name);

        for (JsonNode answer : fixture.get("answers")) {
            String text = answer.get("text").textValue();
            Encoding encoding = tokenizer.encode(text);
            assertThat(encoding.ids()).as(text).isEqualTo(JSON.treeToValue(answer.get("ids"), int[].class));
            for (int i = 0; i < encoding.size(); i++) {
                JsonNode span = answer.get("offsets").get(i); // in code points
                assertThat(List.of(encoding.starts()[i], encoding.ends()[i]))
                        .as("token %d of %s", i, text)
                        .isEqualTo(List.of(
                                text.offsetByCodePoints(0, span.get(0).intValue()),
                                text.offsetByCodePoints(0, span.get(1).intValue())));
            }
            assertThat(tokenizer.decode(encoding.ids()))
                    .isEqualTo(answer.get("decoded").textValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pieces", "unigram", "word-pieces", "word-pieces-cased"})
    void piecesAreWrittenAsTheReferenceWritesThem(String name) throws IOException {
        JsonNode file = fixture(name).get("tokenizer");

        assertThat(JSON.readTree(
                        Tokenizer.read(JSON.writeValueAsBytes(file), name).toJson()))
                .isEqualTo(file);
    }

    @Test
    void piecesMergeByTheirScores() {
        List<String> tokens = new ArrayList<>(List.of("<unk>"));
        IntStream.range(0, 256).forEach(value -> tokens.add(String.format("<0x%02X>", value)));
        tokens.addAll(List.of("\u2581", "a", "b", "ab", "ba", "\u2581a"));
        List<Float> scores = new ArrayList<>(java.util.Collections.nCopies(tokens.size(), 0f));
        scores.set(tokens.indexOf("ab"), -2f);
        scores.set(tokens.indexOf("ba"), -1f);
        scores.set(tokens.indexOf("\u2581a"), -3f);
        Tokenizer tokenizer = PieceTokenizer.ofScores(new Vocabulary(tokens, List.of("<unk>")), scores);

        assertThat(tokenizer.encode("abab").ids())
                .isEqualTo(List.of("\u2581a", "ba", "b").stream()
                        .mapToInt(tokens::indexOf)
                        .toArray());
        assertThat(tokenizer.decode(tokenizer.encode("ab\n\u00e9").ids())).isEqualTo("ab\n\u00e9");
    }

    @Test
    void bytePairsGiveEveryTextBack() {
        Tokenizer tokenizer = learned("byte-pairs");
        SplittableRandom random = Seeds.of(7, "texts");
        for (int trial = 0; trial < 2000; trial++) {
            StringBuilder text = new StringBuilder();
            int bound = trial % 2 == 0 ? 0x300 : 0x110000;
            for (int i = random.nextInt(40); i > 0; i--) {
                int c = random.nextInt(bound);
                text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'x' : c);
            }
            Encoding encoding = tokenizer.encode(text.toString());
            assertThat(tokenizer.decode(encoding.ids())).isEqualTo(text.toString());
        }
    }

    @Test
    void aPieceOfAMillionLettersIsCutInSeconds() {
        Tokenizer tokenizer = learned("byte-pairs");
        String letters = "ab".repeat(500_000);

        long start = System.nanoTime();
        Encoding encoding = tokenizer.encode(letters);

        assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
        assertThat(tokenizer.decode(encoding.ids())).isEqualTo(letters);
    }

    @Test
    void aSpecialTokenInATextIsText() {
        Tokenizer bytePairs = learned("byte-pairs");
        int end = bytePairs.vocabulary().id("<eos>");

        assertThat(bytePairs.encode("a <eos>").ids()).doesNotContain(end);
        assertThat(bytePairs.decode(bytePairs.encode("a <eos>").ids())).isEqualTo("a <eos>");
        assertThat(bytePairs.decode(end, 70, end)).isEqualTo(bytePairs.decode(70));
    }

    @Test
    void aCharacterThatIsNotKnownIsNamed() {
        Tokenizer tokenizer = CharacterTokenizer.train(List.of("abc"), List.of());

        assertThatThrownBy(() -> tokenizer.encode("ab\u00e9"))
                .isInstanceOf(DataException.class)
                .hasMessage("text: must have only the 3 characters that are known, got \"\u00e9\" (U+00E9) at 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte-pairs", "words", "characters"})
    void halfOfASurrogatePairIsRefused(String name) {
        Tokenizer tokenizer = learned(name);

        assertThatThrownBy(() -> tokenizer.encode("a\ud83d b"))
                .isInstanceOf(DataException.class)
                .hasMessage("text: must be valid Unicode, got the lone surrogate U+D83D at 1");
    }

    @Test
    void wordsAreThoseMostFrequentAndThoseThatSortFirst() {
        WordTokenizer tokenizer = WordTokenizer.train(
                List.of("b a c c", "d <unk>"), 4, 1, WordTokenizer.Letters.AS_WRITTEN, List.of("<unk>"));

        // of the five that are there once, "<" and ">" sort before the letters
        assertThat(tokenizer.vocabulary().tokens()).containsExactly("<unk>", "c", "<", ">");
        assertThat(tokenizer.id("zebra")).isEqualTo(0);
        assertThat(tokenizer.encode("").ids()).isEmpty();
    }

    @Test
    void aFileThatDoesMoreThanOursIsRefused() {
        refuses("words", file -> file.putObject("normalizer").put("type", "NFC"), "normalizer/type: must be Lowercase");
        refuses("words", file -> file.putObject("decoder").put("type", "WordPiece"), "decoder: must be null");
        refuses("byte-pairs", file -> file.putObject("truncation").put("max_length", 5), "truncation: must be null");
        refuses("byte-pairs", file -> file.put("extra", 1), "extra: must be one of the sections");
        refuses("byte-pairs", file -> prefixed(file), "pre_tokenizer/add_prefix_space: must be false, got true");
        refuses("characters", file -> file.put("model", "none"), "must be WordLevel with Split");
    }

    @Test
    void aDamagedFileIsRefused() {
        refuses("words", file -> vocab(file).put("the", 1), "model/vocab/the: must be a number of its own below 60");
        refuses("words", file -> vocab(file).put("one-more", 75), "model/vocab/one-more: must be a number of its own");
        refuses("byte-pairs", file -> renamed(file), "token: must be one of the 317 known, got !");
        assertThatThrownBy(() -> Tokenizer.read("{".getBytes(StandardCharsets.UTF_8), "x/tokenizer.json"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("x/tokenizer.json: must be JSON");
    }

    private static ObjectNode vocab(ObjectNode file) {
        return (ObjectNode) file.at("/model/vocab");
    }

    private static void prefixed(ObjectNode file) {
        ((ObjectNode) file.get("pre_tokenizer")).put("add_prefix_space", true);
    }

    private static void renamed(ObjectNode file) {
        int id = vocab(file).remove("!").intValue();
        vocab(file).put("!!!", id);
    }

    private static void refuses(String name, Consumer<ObjectNode> damage, String message) {
        ObjectNode file = (ObjectNode) fixture(name).get("tokenizer");
        damage.accept(file);
        assertThatThrownBy(() -> Tokenizer.read(JSON.writeValueAsBytes(file), "tokenizer.json"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMegabyteIsLearnedInSeconds() {
        SplittableRandom random = Seeds.of(1, "megabyte");
        List<String> words = IntStream.range(0, 20_000)
                .mapToObj(i -> Long.toString(random.nextLong(1L << 30), 36))
                .toList();
        StringBuilder text = new StringBuilder();
        while (text.length() < 1_000_000) {
            double skewed = random.nextDouble();
            text.append(words.get((int) (skewed * skewed * skewed * words.size())))
                    .append(' ');
        }

        long start = System.nanoTime();
        BytePairTokenizer tokenizer = BytePairTokenizer.train(List.of(text.toString()), 2000, List.of());

        assertThat(tokenizer.size()).isEqualTo(2000);
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
    }
}
