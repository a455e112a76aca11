package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.text.NamedText;
import io.bestiary.datasets.text.TextData;
import io.bestiary.datasets.text.TextData.Part;
import io.bestiary.datasets.text.TextLines;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.TokenWindows;
import io.bestiary.datasets.text.TokenizedText;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.TokenizerSpec;
import io.bestiary.datasets.text.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NGramTest {
    private static final Path DATA = Path.of(System.getenv().getOrDefault("BESTIARY_DATA", "../../shared/data"));

    private static Map<String, Double> measure(TextData data, Part learned, Part asked, int back) {
        boolean separate = data.kind() == TextData.Kind.SEPARATE;
        Tokenizer tokenizer =
                new TokenizerSpec.Characters().fit(learned.texts(), separate ? List.of(Vocabulary.END) : List.of());
        int border = new TextPreprocessor(data.kind(), false, 0).border(tokenizer);
        TokenizedText training = TokenizedText.of(data, learned, tokenizer, border);
        TokenizedText test = TokenizedText.of(data, asked, tokenizer, border);
        LanguageScore score = new LanguageScore(test.characters());
        new NGram(training.tokens(), tokenizer.size(), back, Long.MAX_VALUE)
                .score(test.tokens(), TokenWindows.evaluation(test, 100, 50), score);
        return score.metrics();
    }

    @Test
    void oneCountByHand() {
        TextData.Part learned = new Part("here", List.of("abab"), 4);
        TextData data = new TextData(TextData.Kind.RUNNING, learned, learned, learned, Optional.empty(), "");

        // Tokens a, b; the border before them is a. Single: a twice and b twice of 4, 2 different: (2 + 2/2) / 6 = 1/2.
        // After a (3 times, 2 different): a (1 + 2/2) / 5, b (2 + 2/2) / 5; after b (once, 1 different): a (1 + 1/2) /
        // 2.
        double expected = -(Math.log(2 / 5.0) + 2 * Math.log(3 / 5.0) + Math.log(3 / 4.0)) / 4;
        assertThat(measure(data, learned, learned, 1).get("nats_per_character")).isCloseTo(expected, within(1e-12));
    }

    @Test
    void shakespeareByFourCharactersIsWhatOthersComputed() {
        assumeTrue(Files.exists(DATA.resolve("tinyshakespeare/input.txt")), "no tinyshakespeare");
        TextData data = new NamedText("tinyshakespeare", 0).open(new DataFolders(List.of(DATA)));

        Map<String, Double> metrics = measure(data, data.train(), data.test(), 4);

        assertThat(metrics.get("nats_per_character")).isCloseTo(1.669, within(0.0005));
        assertThat(metrics.get("bits_per_character")).isCloseTo(1.669 / Math.log(2), within(0.001));
        assertThat(metrics.get("perplexity")).isCloseTo(Math.exp(1.669), within(0.003));
    }

    @Test
    void namesByOneCharacterAreWhatOthersComputed() {
        Path names = DATA.resolve("names/names.txt");
        assumeTrue(Files.exists(names), "no names");
        TextData data =
                new TextLines(names, 0, 0.1, TextLines.Order.POSITION, 0, "").open(new DataFolders(List.of(DATA)));
        Part all = new Part(
                "names",
                () -> {
                    List<String> texts = new java.util.ArrayList<>();
                    data.train().texts().forEach(texts::add);
                    data.test().texts().forEach(texts::add);
                    return texts.iterator();
                },
                data.train().characters() + data.test().characters());

        assertThat(measure(data, all, all, 1).get("nats_per_character")).isCloseTo(2.4546, within(0.002));
    }
}
