package io.bestiary.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.HostTensor;
import java.nio.LongBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerSpecTest {
    private static final List<String> TEXTS = List.of("to be or not to be", "to be");

    @Test
    void eachKindIsFittedWithTheSpecialTokensFirst() {
        List<String> specials = List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN);

        for (TokenizerSpec spec : List.of(
                new TokenizerSpec.Characters(), TokenizerSpec.Words.DEFAULTS, TokenizerSpec.BytePairs.DEFAULTS)) {
            Tokenizer tokenizer = spec.fit(TEXTS, specials);

            assertThat(tokenizer.vocabulary().tokens().subList(0, 2)).isEqualTo(specials);
            assertThat(tokenizer.decode(tokenizer.encode("to be").ids())).isEqualTo("to be");
        }
    }

    @Test
    void wordsAlwaysKnowTheUnknown() {
        Tokenizer tokenizer = TokenizerSpec.Words.DEFAULTS.fit(TEXTS, List.of(Vocabulary.END));

        assertThat(tokenizer.vocabulary().tokens()).startsWith(Vocabulary.END, Vocabulary.UNKNOWN, "be", "to");
    }

    @Test
    void sizesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new TokenizerSpec.BytePairs(100))
                .hasMessage("vocabulary: must be between 300 and 10000000, got 100");
        assertThatThrownBy(() -> new TokenizerSpec.Words(100, 0, WordTokenizer.Letters.AS_WRITTEN))
                .hasMessage("least: must be between 1 and 10000000, got 0");
    }

    @Test
    void shorterSequencesAreFilledUp() {
        List<int[]> sequences = List.of(new int[] {5, 6, 7}, new int[] {8}, new int[0]);

        HostTensor padded = TokenBatch.padded(sequences, 9);

        assertThat(padded.shape().getShape()).containsExactly(3, 3);
        assertThat(((LongBuffer) padded.data()).array()).containsExactly(5, 6, 7, 8, 9, 9, 9, 9, 9);
        assertThat(((LongBuffer) TokenBatch.lengths(sequences).data()).array()).containsExactly(3, 1, 0);
        assertThat(TokenBatch.padded(List.of(new int[0]), 9).shape().getShape()).containsExactly(1, 1);
    }
}
