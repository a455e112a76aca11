package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.text.CausalCollator;
import io.bestiary.datasets.text.CharacterTokenizer;
import io.bestiary.datasets.text.MaskedCollator;
import io.bestiary.datasets.text.Masking;
import io.bestiary.datasets.text.TextData;
import io.bestiary.datasets.text.TokenWindows;
import io.bestiary.datasets.text.TokenizedText;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import io.bestiary.zoo.transformer.Bert;
import io.bestiary.zoo.transformer.Gpt2;
import io.bestiary.zoo.transformer.Head;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same examples in one batch or in several, with padding or without, give the same loss and gradients. */
class LanguageLossTest {
    private static final List<String> TEXTS = List.of("to be", "or", "not to be that is", "a");

    static Stream<Arguments> networks() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine -> Stream.of(
                        Arguments.of(
                                engine,
                                new RecurrentLanguageModel(
                                        16, 20, Cell.LSTM, 6, 8, 1, 0, RecurrentLanguageModel.Output.OWN)),
                        Arguments.of(engine, new Gpt2(16, 20, 8, 1, 2, Gpt2.Biases.ALL, Gpt2.Gelu.EXACT, 0)),
                        Arguments.of(engine, new Bert(16, 20, 8, 1, 2, 16, 2, 0, Head.MASKED_LANGUAGE, 2))));
    }

    /** Loss and gradients times the tokens that count, so that they can be added. */
    private record Sums(double loss, Map<String, float[]> gradients, double tokens) {

        Sums plus(Sums other) {
            Map<String, float[]> all = new LinkedHashMap<>();
            gradients.forEach((name, values) -> {
                float[] sum = values.clone();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += other.gradients().get(name)[i];
                }
                all.put(name, sum);
            });
            return new Sums(loss + other.loss(), all, tokens + other.tokens());
        }
    }

    private static Sums sums(String engine, Network network, Batch batch) {
        try (NDManager manager = network.manager().newSubManager()) {
            network.parameters().values().stream()
                    .filter(parameter -> parameter.requiresGradient())
                    .forEach(parameter -> parameter
                            .getArray()
                            .getGradient()
                            .subi(parameter.getArray().getGradient()));
            NDList targets = batch.targets(manager);
            float tokens = targets.get(1).sum().getFloat();
            double loss;
            try (GradientCollector tape =
                    Engine.getEngine(Backend.of(engine, "cpu").engine().djl()).newGradientCollector()) {
                NDArray mean = TokenLoss.mean(
                        network.forward(batch.inputs(manager), true).head(), targets.get(0), targets.get(1), 0);
                loss = mean.getFloat();
                tape.backward(mean);
            }
            Map<String, float[]> gradients = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> {
                if (parameter.requiresGradient()) {
                    float[] values = parameter.getArray().getGradient().toFloatArray();
                    for (int i = 0; i < values.length; i++) {
                        values[i] *= tokens;
                    }
                    gradients.put(name, values);
                }
            });
            return new Sums(loss * tokens, gradients, tokens);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void togetherAsAlone(String engine, Architecture architecture) {
        Tokenizer tokenizer = CharacterTokenizer.train(TEXTS, List.of(Vocabulary.END, Vocabulary.MASK));
        TextData.Part part = new TextData.Part("here", TEXTS, 1);
        TextData data = new TextData(TextData.Kind.SEPARATE, part, part, part, Optional.empty(), "");
        TokenizedText text = TokenizedText.of(data, part, tokenizer, 0);
        TokenWindows windows = TokenWindows.training(text, 20, 0);
        Collator collator = architecture instanceof Bert
                ? new MaskedCollator(text, windows, new Masking(0.3, 1, tokenizer.size(), 2, 4), 0)
                : new CausalCollator(text, windows);
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 3)) {
            network.parameters().values().forEach(parameter -> {
                if (parameter.requiresGradient()) {
                    parameter.getArray().setRequiresGradient(true);
                }
            });
            Sums together = sums(engine, network, collator.collate(new int[] {0, 1, 2, 3}, 0));
            Sums alone = sums(engine, network, collator.collate(new int[] {0}, 0));
            for (int i = 1; i < 4; i++) {
                alone = alone.plus(sums(engine, network, collator.collate(new int[] {i}, 0)));
            }

            assertThat(together.tokens()).isEqualTo(alone.tokens()).isPositive();
            assertThat(together.loss()).isCloseTo(alone.loss(), within(1e-4));
            for (String name : together.gradients().keySet()) {
                assertThat(together.gradients().get(name))
                        .as(name)
                        .containsExactly(alone.gradients().get(name), within(2e-4f));
            }
            assertThat(together.gradients().values().stream()
                            .mapToDouble(values -> Math.abs(values[0]))
                            .sum())
                    .isPositive();
        }
    }
}
