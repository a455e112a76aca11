package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.pairs.EncodedPairs;
import io.bestiary.datasets.pairs.PairCollator;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.zoo.encoderdecoder.BahdanauAttention;
import io.bestiary.zoo.encoderdecoder.Bart;
import io.bestiary.zoo.encoderdecoder.LuongAttention;
import io.bestiary.zoo.encoderdecoder.SequenceToSequence;
import io.bestiary.zoo.encoderdecoder.T5;
import io.bestiary.zoo.encoderdecoder.Transformer;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Padding has no part in the loss: the same pairs in one batch or in several give the same loss and gradients. */
class TokenLossTest {
    private static final int VOCABULARY = 11;
    private static final double SMOOTHING = 0.1;

    static Stream<Arguments> networks() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine -> Stream.<Architecture>of(
                                new SequenceToSequence(VOCABULARY, VOCABULARY, Cell.LSTM, 6, 8, 2, 0),
                                new BahdanauAttention(VOCABULARY, VOCABULARY, Cell.GRU, 6, 8, 5, 0),
                                new LuongAttention(VOCABULARY, VOCABULARY, Cell.GRU, 6, 8, 1, 0),
                                new Transformer(
                                        VOCABULARY,
                                        VOCABULARY,
                                        Transformer.Tables.SHARED,
                                        8,
                                        1,
                                        2,
                                        12,
                                        TransformerLayer.Norm.PRE,
                                        0),
                                new T5(VOCABULARY, 8, 1, 2, 4, 12, 4, 8, 0),
                                new Bart(VOCABULARY, 12, 8, 1, 2, 12, 0))
                        .map(architecture -> Arguments.of(engine, architecture)));
    }

    /** Pairs of very different lengths. */
    private static EncodedPairs pairs() {
        SplittableRandom random = new SplittableRandom(4);
        int[] sources = {1, 9, 4, 2, 7, 3};
        int[] targets = {8, 2, 5, 1, 3, 6};
        return new EncodedPairs(
                IntStream.of(sources).mapToObj(length -> ids(random, length)).toList(),
                IntStream.of(targets)
                        .mapToObj(length -> ids(random, length + 1))
                        .toList());
    }

    private static int[] ids(SplittableRandom random, int length) {
        return random.ints(length, 0, VOCABULARY).toArray();
    }

    private record Result(double loss, int tokens, Map<String, float[]> gradients) {}

    private static Result result(String engine, Network network, Batch batch) {
        try (NDManager manager = network.manager().newSubManager()) {
            double loss;
            Map<String, float[]> gradients = new LinkedHashMap<>();
            network.parameters().values().forEach(parameter -> clear(parameter));
            try (GradientCollector tape =
                    Engine.getEngine(Backend.of(engine, "cpu").engine().djl()).newGradientCollector()) {
                NDArray logits = network.forward(batch.inputs(manager), true).head();
                NDArray result = TokenLoss.mean(
                        logits,
                        batch.targets(manager).get(0),
                        batch.targets(manager).get(1),
                        SMOOTHING);
                loss = result.getFloat();
                tape.backward(result);
            }
            network.parameters()
                    .forEach((name, parameter) -> gradients.put(
                            name, parameter.getArray().getGradient().toFloatArray()));
            return new Result(loss, TokenBatch.counted(batch), gradients);
        }
    }

    private static void clear(Parameter parameter) {
        NDArray gradient = parameter.getArray().getGradient();
        gradient.subi(gradient);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void inOneBatchOrInSeveral(String engine, Architecture architecture) {
        EncodedPairs pairs = pairs();
        PairCollator collator = new PairCollator(pairs);
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 2)) {
            Result whole = result(engine, network, collator.collate(new int[] {0, 1, 2, 3, 4, 5}, 0));

            double loss = 0;
            Map<String, double[]> gradients = new TreeMap<>();
            for (int[] part : List.of(new int[] {1}, new int[] {0, 3}, new int[] {4, 2, 5})) {
                Result some = result(engine, network, collator.collate(part, 0));
                double share = (double) some.tokens() / whole.tokens();
                loss += share * some.loss();
                some.gradients().forEach((name, values) -> {
                    double[] sum = gradients.computeIfAbsent(name, n -> new double[values.length]);
                    for (int i = 0; i < values.length; i++) {
                        sum[i] += share * values[i];
                    }
                });
            }

            assertThat(whole.tokens()).isEqualTo(25);
            assertThat(loss).isCloseTo(whole.loss(), within(1e-5));
            whole.gradients().forEach((name, values) -> {
                for (int i = 0; i < values.length; i++) {
                    assertThat((double) values[i])
                            .as(name + " " + i)
                            .isCloseTo(gradients.get(name)[i], within(1e-5));
                }
            });
        }
    }

    /** Against the definition, computed here in double precision. */
    @ParameterizedTest
    @MethodSource("networks")
    void isTheSmoothedCrossEntropy(String engine, Architecture architecture) {
        Batch batch = new PairCollator(pairs()).collate(new int[] {0, 1, 5}, 0);
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 2)) {
            NDArray output = network.forward(batch.inputs(manager), false).head();
            float[] logits = output.toFloatArray();
            long[] ids = batch.targets(manager).get(0).toLongArray();
            float[] counts = batch.targets(manager).get(1).toFloatArray();
            double expected = 0;
            for (int i = 0; i < ids.length; i++) {
                double sum = 0;
                double all = 0;
                for (int k = 0; k < VOCABULARY; k++) {
                    sum += Math.exp(logits[i * VOCABULARY + k]);
                    all += logits[i * VOCABULARY + k];
                }
                double truth = logits[i * VOCABULARY + (int) ids[i]] - Math.log(sum);
                double mean = all / VOCABULARY - Math.log(sum);
                expected -= counts[i] / TokenBatch.counted(batch) * ((1 - SMOOTHING) * truth + SMOOTHING * mean);
            }
            NDArray loss = TokenLoss.mean(
                    output,
                    batch.targets(manager).get(0),
                    batch.targets(manager).get(1),
                    SMOOTHING);
            assertThat((double) loss.getFloat()).isCloseTo(expected, within(1e-5));
        }
    }
}
