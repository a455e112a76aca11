package io.bestiary.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextData.Part;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenWindowsTest {
    private static final Tokenizer TOKENIZER = CharacterTokenizer.train(List.of("ab=\n"), List.of(Vocabulary.END));

    private static TokenizedText text(Kind kind, Optional<String> answer, String... texts) {
        Part part = new Part(
                "here",
                List.of(texts),
                Arrays.stream(texts).mapToInt(String::length).sum());
        TextData data = new TextData(kind, part, part, part, answer, "");
        return TokenizedText.of(data, part, TOKENIZER, 0);
    }

    private static TokenizedText running(int length) {
        return text(Kind.RUNNING, Optional.empty(), "ab".repeat(length / 2));
    }

    @Test
    void everyTokenIsToldOnceKnowingAtLeastTheOverlap() {
        for (int length : List.of(2, 10, 16, 34, 100)) {
            for (int overlap : List.of(0, 3, 8, 15)) {
                TokenWindows windows = TokenWindows.evaluation(running(length), 16, overlap);
                int[] told = new int[length];
                for (int i = 0; i < windows.size(); i++) {
                    TokenWindows.Window window = windows.get(i, 0);
                    assertThat(window.length()).isBetween(1, 16);
                    assertThat(i == 0 ? overlap : window.told()).isEqualTo(overlap);
                    for (int t = window.told(); t < window.length(); t++) {
                        told[(int) window.from() + t]++;
                    }
                }
                assertThat(told).containsOnly(1);
            }
        }
    }

    @Test
    void windowsToLearnFromLieElsewhereInEachEpoch() {
        TokenWindows windows = TokenWindows.training(running(1000), 16, 7);

        assertThat(windows.size()).isEqualTo(61);
        assertThat(windows.get(3, 0)).isNotEqualTo(windows.get(3, 1)).isEqualTo(windows.get(3, 0));
        assertThat(windows.get(4, 5).from() - windows.get(3, 5).from()).isEqualTo(16);
        assertThat(windows.get(60, 5).from() + 16).isLessThanOrEqualTo(1000);
        assertThatThrownBy(() -> TokenWindows.training(running(10), 16, 7))
                .hasMessage("the training text must have at least 16 tokens, the network's context, got 10");
    }

    @Test
    void separateTextsBeginAndEndWithTheBorderAndOnlyAnswersCount() {
        TokenizedText texts = text(Kind.SEPARATE, Optional.of("="), "a=b", "ab=ba");

        Batch batch = new CausalCollator(texts, TokenWindows.training(texts, 16, 0)).collate(new int[] {0, 1}, 0);

        int a = TOKENIZER.vocabulary().id("a");
        int b = TOKENIZER.vocabulary().id("b");
        int equal = TOKENIZER.vocabulary().id("=");
        assertThat(longs(batch, true)).containsExactly(0, a, equal, b, 0, 0, 0, a, b, equal, b, a);
        assertThat(longs(batch, false)).containsExactly(a, equal, b, 0, 0, 0, a, b, equal, b, a, 0);
        assertThat(((FloatBuffer) batch.targets().get(1).data()).array())
                .containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1);
        assertThat(TokenBatch.counted(batch)).isEqualTo(5);
        assertThatThrownBy(() -> text(Kind.SEPARATE, Optional.of("="), "ab"))
                .hasMessage("here: every text must have \"=\" before its answer, got ab");
    }

    @Test
    void bytePairsOfARunningTextAreTheTextAgain() {
        List<String> pieces = List.of("to be\n", "or not\n\n", "to be\n");
        Tokenizer pairs = BytePairTokenizer.train(pieces, 262, List.of());
        Part part = new Part("here", pieces, 19);
        TextData data = new TextData(Kind.RUNNING, part, part, part, Optional.empty(), "");
        int border = new TextPreprocessor(Kind.RUNNING, false, 0).border(pairs);

        TokenFile tokens = TokenizedText.of(data, part, pairs, border).tokens();

        assertThat(pairs.decode(border)).isEqualTo("\n");
        assertThat(pairs.decode(tokens.get(1, tokens.size()))).isEqualTo("to be\nor not\n\nto be\n");
        assertThat(tokens.size()).isLessThan(20);
    }

    private static long[] longs(Batch batch, boolean inputs) {
        return ((LongBuffer) (inputs ? batch.inputs() : batch.targets()).get(0).data()).array();
    }

    @Test
    void aTextThatIsLongerThanTheContextIsCut() {
        TokenizedText texts = text(Kind.SEPARATE, Optional.empty(), "ab".repeat(20));

        TokenWindows windows = TokenWindows.training(texts, 16, 0);

        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            lengths.add(windows.get(i, 0).length());
        }
        assertThat(lengths).containsExactly(16, 16, 9); // 40 characters and the end
    }

    @Test
    void maskingHidesTheShareThatIsAskedForAsPublished() {
        int[] tokens = new int[100_000];
        Arrays.setAll(tokens, i -> 2 + i % 50);
        Masking masking = new Masking(0.15, 1, 52, 2, 9);

        Masking.Masked masked = masking.draw(tokens, 0, 0);

        int told = 0;
        int hidden = 0;
        int kept = 0;
        for (int t = 0; t < tokens.length; t++) {
            assertThat(masked.told()[t] || masked.tokens()[t] == tokens[t]).isTrue();
            told += masked.told()[t] ? 1 : 0;
            hidden += masked.told()[t] && masked.tokens()[t] == 1 ? 1 : 0;
            kept += masked.told()[t] && masked.tokens()[t] == tokens[t] ? 1 : 0;
        }
        assertThat(told / 1e5).isBetween(0.145, 0.155);
        assertThat((double) hidden / told).isBetween(0.785, 0.815);
        assertThat((double) kept / told).isBetween(0.09, 0.115); // and one in fifty of the others by chance
        assertThat(masking.draw(tokens, 0, 0).tokens()).containsExactly(masked.tokens());
        assertThat(masking.draw(tokens, 1, 0).tokens()).isNotEqualTo(masked.tokens());
        assertThat(masking.draw(tokens, 0, 1).tokens()).isNotEqualTo(masked.tokens());
    }

    @Test
    void inTurnsEveryTokenIsHiddenOnce() {
        TokenizedText texts = running(20);
        MaskedCollator collator =
                new MaskedCollator(texts, TokenWindows.evaluation(texts, 8, 0), new Masking(0.15, 1, 5, 2, 0), 7);

        int told = 0;
        for (int i = 0; i < collator.size(); i++) {
            Batch batch = collator.collate(new int[] {i}, 0);
            for (float count : ((FloatBuffer) batch.targets().get(1).data()).array()) {
                told += (int) count;
            }
        }

        assertThat(told).isEqualTo(20);
    }

    @Test
    void piecesOfTokensMakeTheWholeText() {
        String text = "na\u00efve \ud83d\ude00\ud83d\ude00 caf\u00e9s, \u4e2d\u6587!";
        for (Tokenizer tokenizer : List.of(
                BytePairTokenizer.train(List.of("naive cafes"), 300, List.of()),
                WordTokenizer.train(
                        List.of(text), 100, 1, WordTokenizer.Letters.AS_WRITTEN, List.of(Vocabulary.UNKNOWN)),
                CharacterTokenizer.train(List.of(text), List.of()))) {
            int[] ids = tokenizer.encode(text).ids();
            Detokenizer detokenizer = new Detokenizer(tokenizer);
            StringBuilder pieces = new StringBuilder();
            for (int id : ids) {
                String piece = detokenizer.add(id);
                assertThat(piece).doesNotContain("\uFFFD");
                pieces.append(piece);
            }
            pieces.append(detokenizer.end());
            assertThat(pieces).hasToString(tokenizer.decode(ids));
        }
    }
}
