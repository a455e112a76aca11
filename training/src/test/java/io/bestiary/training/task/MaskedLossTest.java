package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.labelled.TagCollator;
import io.bestiary.datasets.labelled.TextCollator;
import io.bestiary.datasets.labelled.WordEncoder;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of many lengths in one batch, or each in a batch of its own: the same loss and the same gradients. */
class MaskedLossTest {
    private static final int EXAMPLES = 6;
    private static final int CLASSES = 3;
    private static final Map<String, Object> SMALL = Map.of("vocabulary", 20, "classes", CLASSES, "dropout", 0.0);

    private record Result(double loss, Map<String, float[]> gradients) {}

    /** What an example counts among all. */
    @FunctionalInterface
    private interface Share {
        double of(int example);
    }

    private static Architecture small(String name) {
        Architecture preset = Zoo.find(name).orElseThrow().architecture();
        Map<String, Object> sizes = new LinkedHashMap<>(SMALL);
        Map<String, Integer> less = Map.of(
                "hidden_size",
                8,
                "embedding_size",
                6,
                "context",
                16,
                "feed_forward",
                16,
                "characters",
                9,
                "filters",
                5);
        less.forEach((key, value) -> {
            if (Hyperparameters.values(preset).containsKey(key)) {
                sizes.put(key, value);
            }
        });
        return Hyperparameters.with(preset, sizes);
    }

    private static int[] lengths() {
        return new int[] {1, 9, 4, 7, 2, 5};
    }

    private static List<int[]> ids(int bound, int least) {
        SplittableRandom random = new SplittableRandom(bound);
        return IntStream.of(lengths())
                .mapToObj(length -> random.ints(length, least, bound).toArray())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "lstm_classifier, pytorch", "lstm_classifier, mxnet",
        "gru_classifier, pytorch", "gru_classifier, mxnet",
        "bert_tiny_classifier, pytorch", "bert_tiny_classifier, mxnet"
    })
    void ofTexts(String name, String engine) {
        Collator collator =
                new TextCollator(ids(20, 1), new int[] {0, 1, 2, 0, 1, 2}, (tokens, epoch, example) -> tokens);
        compare(
                name,
                engine,
                collator,
                (logits, targets) -> Losses.crossEntropy(logits, targets.head(), 0.1),
                example -> 1.0 / EXAMPLES);
    }

    @ParameterizedTest
    @CsvSource({
        "lstm_tagger, pytorch", "lstm_tagger, mxnet",
        "lstm_character_tagger, pytorch", "lstm_character_tagger, mxnet",
        "bert_tiny_tagger, pytorch", "bert_tiny_tagger, mxnet"
    })
    void ofWords(String name, String engine) {
        boolean characters = name.contains("character");
        SplittableRandom random = new SplittableRandom(8);
        List<WordEncoder.Encoded> sentences = ids(20, 1).stream()
                .map(words -> new WordEncoder.Encoded(
                        words,
                        characters
                                ? IntStream.of(words)
                                        .mapToObj(word -> random.ints(1 + random.nextInt(6), 1, 9)
                                                .toArray())
                                        .toList()
                                : List.of()))
                .toList();
        int words = IntStream.of(lengths()).sum();
        compare(
                name,
                engine,
                new TagCollator(sentences, ids(CLASSES, 0), (tokens, epoch, example) -> tokens),
                (logits, targets) -> TokenLoss.mean(logits, targets.get(0), targets.get(1), 0.1),
                example -> (double) lengths()[example] / words);
    }

    private interface Loss {
        NDArray of(NDArray logits, NDList targets);
    }

    private static void compare(String name, String engine, Collator collator, Loss loss, Share share) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(small(name), manager, 5)) {
            int[] all = IntStream.range(0, EXAMPLES).toArray();
            Result together = learn(network, collator.collate(all, 0), loss);
            double sum = 0;
            Map<String, float[]> gradients = new LinkedHashMap<>();
            for (int i = 0; i < EXAMPLES; i++) {
                Result alone = learn(network, collator.collate(new int[] {i}, 0), loss);
                sum += share.of(i) * alone.loss();
                float weight = (float) share.of(i);
                alone.gradients().forEach((key, values) -> {
                    float[] total = gradients.computeIfAbsent(key, k -> new float[values.length]);
                    for (int j = 0; j < values.length; j++) {
                        total[j] += weight * values[j];
                    }
                });
            }
            assertThat(sum).isCloseTo(together.loss(), within(1e-5));
            assertThat(gradients.keySet()).hasSizeGreaterThan(4);
            List<String> moved = new ArrayList<>();
            together.gradients().forEach((key, values) -> {
                float[] other = gradients.get(key);
                for (int j = 0; j < values.length; j++) {
                    assertThat(other[j]).as(key).isCloseTo(values[j], within(2e-5f));
                    if (Math.abs(values[j]) > 1e-4 && !moved.contains(key)) {
                        moved.add(key);
                    }
                }
            });
            assertThat(moved.size()).as("gradients that are not 0").isGreaterThan(gradients.size() / 3);
        }
    }

    private static Result learn(Network network, Batch batch, Loss loss) {
        network.parameters().values().forEach(parameter -> {
            if (parameter.requiresGradient()) {
                NDArray gradient = parameter.getArray().getGradient();
                gradient.subi(gradient);
            }
        });
        try (NDManager arrays = network.manager().newSubManager();
                GradientCollector tape = arrays.getEngine().newGradientCollector()) {
            NDArray value = loss.of(network.forward(batch.inputs(arrays), true).head(), batch.targets(arrays));
            tape.backward(value);
            Map<String, float[]> gradients = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> {
                if (parameter.requiresGradient()) {
                    gradients.put(name, parameter.getArray().getGradient().toFloatArray());
                }
            });
            return new Result(value.getFloat(), gradients);
        }
    }
}
