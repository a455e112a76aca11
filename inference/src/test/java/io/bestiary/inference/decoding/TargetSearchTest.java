package io.bestiary.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.inference.decoding.BeamSearch.Found;
import io.bestiary.zoo.encoderdecoder.BahdanauAttention;
import io.bestiary.zoo.encoderdecoder.Transformer;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the search for many sources against the greedy decoder and the network's plain forward pass, on both engines. */
class TargetSearchTest {
    private static final int BEGIN = 1;
    private static final int END = 2;
    private static final int VOCABULARY = 6;
    private static final List<int[]> SOURCES =
            List.of(new int[] {3, 4, 5, 2}, new int[] {5, 2}, new int[] {4, 4, 3, 3, 5, 5, 2}, new int[] {2});

    static Stream<Arguments> networks() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine -> Stream.<Architecture>of(
                                new BahdanauAttention(VOCABULARY, VOCABULARY, Cell.GRU, 8, 12, 6, 0),
                                new Transformer(
                                        VOCABULARY,
                                        VOCABULARY,
                                        Transformer.Tables.SHARED,
                                        12,
                                        2,
                                        2,
                                        16,
                                        TransformerLayer.Norm.PRE,
                                        0))
                        .map(architecture -> Arguments.of(engine, architecture)));
    }

    private static NDList source(NDManager manager, List<int[]> sources) {
        return new NDList(
                TokenBatch.padded(sources, 0).toArray(manager),
                TokenBatch.lengths(sources).toArray(manager));
    }

    private static List<List<Found>> search(Network network, int width, List<int[]> sources, int... most) {
        try (NDManager manager = network.manager().newSubManager()) {
            return new TargetSearch(width, 0.7, List.of(BEGIN), END)
                    .search(network, manager, source(manager, sources), most);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aWidthOfOneIsGreedy(String engine, Architecture architecture) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 5)) {
            List<int[]> greedy = new Decoder(network, 0)
                    .write(
                            manager,
                            source(manager, SOURCES),
                            SOURCES.stream().map(source -> new int[] {BEGIN}).toList(),
                            SOURCES.stream().map(source -> Sampling.GREEDY).toList(),
                            new Generation(9, Set.of(END), true),
                            (row, token) -> true);

            List<List<Found>> found = search(network, 1, SOURCES, 9, 9, 9, 9);

            for (int i = 0; i < SOURCES.size(); i++) {
                assertThat(found.get(i)).hasSize(1);
                assertThat(found.get(i).get(0).tokens()).containsExactly(greedy.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everySourceFindsWhatItFindsAlone(String engine, Architecture architecture) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 5)) {
            int[] most = {6, 3, 9, 1};
            List<List<Found>> together = search(network, 3, SOURCES, most);

            for (int i = 0; i < most.length; i++) {
                List<Found> alone =
                        search(network, 3, List.of(SOURCES.get(i)), most[i]).get(0);
                assertThat(together.get(i)).hasSameSizeAs(alone).hasSizeBetween(1, 3);
                for (int k = 0; k < alone.size(); k++) {
                    Found found = together.get(i).get(k);
                    assertThat(found.tokens())
                            .containsExactly(alone.get(k).tokens())
                            .doesNotContain(END)
                            .hasSizeLessThanOrEqualTo(most[i]);
                    assertThat(found.score()).isCloseTo(alone.get(k).score(), within(1e-5));
                }
                assertThat(together.get(i)).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void scoresAreThoseOfTheForwardPass(String engine, Architecture architecture) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 5)) {
            for (List<Found> texts : search(network, 4, SOURCES.subList(0, 1), 5)) {
                for (Found text : texts) {
                    int length = text.tokens().length;
                    long[] read = new long[length + 1];
                    read[0] = BEGIN;
                    IntStream.range(0, length).forEach(i -> read[i + 1] = text.tokens()[i]);
                    NDList inputs = source(manager, SOURCES.subList(0, 1));
                    inputs.add(HostMemory.array(manager, read, new Shape(1, read.length)));
                    float[] logits =
                            network.forward(inputs, false).head().logSoftmax(2).toFloatArray();
                    double sum = 0;
                    for (int t = 0; t < length; t++) {
                        sum += logits[t * VOCABULARY + text.tokens()[t]];
                    }
                    boolean ended = length < 5;
                    sum += ended ? logits[length * VOCABULARY + END] : 0;
                    assertThat(text.score()).isCloseTo(sum / Math.pow(length + (ended ? 1 : 0), 0.7), within(1e-4));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void mistakesAreNamed(String engine, Architecture architecture) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 5)) {
            assertThatThrownBy(() -> search(network, 1, SOURCES.subList(0, 1), 0))
                    .hasMessage("most: must be at least 1, got 0");
            assertThatThrownBy(() -> search(network, 0, SOURCES.subList(0, 1), 1))
                    .hasMessage("width: must be between 1 and 1024, got 0");
        }
    }
}
