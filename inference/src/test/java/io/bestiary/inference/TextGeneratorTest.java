package io.bestiary.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.pipeline.GeneratedText;
import io.bestiary.inference.pipeline.TextPrompt;
import io.bestiary.inference.pipeline.TextStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextGeneratorTest {
    @TempDir
    private Path folder;

    private static String pieces(TextStream<GeneratedText> stream) {
        StringBuilder text = new StringBuilder();
        for (Optional<String> piece = stream.next(); piece.isPresent(); piece = stream.next()) {
            text.append(piece.get());
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void streamedInABatchOrFromManyThreadsTheSameText(String engine) {
        Path model = SmallLanguageModel.write(folder.resolve("model"), engine);
        try (TextGenerator generator = TextGenerator.open(model, engine, "cpu")) {
            // Shorter than the context, longer than it, and empty.
            List<TextPrompt> prompts = List.of(
                    new TextPrompt("hello", 40, Sampling.seeded(1)),
                    new TextPrompt("a".repeat(3 * SmallLanguageModel.CONTEXT), 9, Sampling.seeded(2)),
                    new TextPrompt("", 20, Sampling.GREEDY));
            List<GeneratedText> together = generator.generate(prompts);

            for (int i = 0; i < prompts.size(); i++) {
                assertThat(generator.generate(prompts.get(i))).isEqualTo(together.get(i));
                assertThat(together.get(i).tokens()).isEqualTo(prompts.get(i).most());
                assertThat(together.get(i).text()).hasSize(prompts.get(i).most());
            }
            TextStream<GeneratedText> left = generator.stream(prompts.get(1));
            try (TextStream<GeneratedText> first = generator.stream(prompts.get(0))) {
                left.next(); // streams do not disturb each other
                assertThat(pieces(first)).isEqualTo(together.get(0).text());
                assertThat(first.answer()).isEqualTo(together.get(0));
                left.close();
                assertThatThrownBy(left::next).hasMessage("the stream is closed");
            }
            assertThat(IntStream.range(0, 12).parallel().mapToObj(i -> generator.generate(prompts.get(i % 3))))
                    .containsExactlyElementsOf(IntStream.range(0, 12)
                            .mapToObj(i -> together.get(i % 3))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch"})
    void scoresAndMistakes(String engine) {
        Path model = SmallLanguageModel.write(folder.resolve("model"), engine);
        try (TextGenerator generator = TextGenerator.open(model, engine, "cpu")) {
            GeneratedText.Score score = generator.score("the quick brown fox jumps over the lazy dog");
            assertThat(score.tokens()).isEqualTo(43);
            assertThat(score.characters()).isEqualTo(43);
            // A network that has learned nothing finds every one of the 28 characters about as probable.
            assertThat(score.nats() / score.tokens()).isCloseTo(Math.log(28), within(0.1));
            assertThat(generator.score("ab").nats())
                    .isGreaterThan(generator.score("a").nats());

            assertThatThrownBy(() -> generator.generate("caf\u00e9", 5))
                    .isInstanceOf(DataException.class)
                    .hasMessage("text: must have only the 28 characters that are known, got \"\u00e9\" (U+00E9) at 3");
            assertThatThrownBy(() -> generator.prompt("a", -1))
                    .hasMessage("max_tokens: must be between 0 and 1000000, got -1");
        }
        Path pictures = SmallCheckpoint.write(folder.resolve("pictures"), engine);
        assertThatThrownBy(() -> TextGenerator.open(pictures, engine, "cpu"))
                .hasMessage(pictures + ": must take TextPrompt, is for image-classification");
    }
}
