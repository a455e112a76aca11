package io.bestiary.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import io.bestiary.zoo.transformer.Gpt2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds decoding against the network's plain forward pass over the whole text, on both engines. */
class DecodingTest {
    private static final int VOCABULARY = 7;
    private static final Decoder.Listener GO_ON = (row, token) -> true;

    static Stream<Arguments> networks() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine -> Stream.of(
                        Arguments.of(engine, recurrent(Cell.LSTM), 0),
                        Arguments.of(engine, recurrent(Cell.GRU), 0),
                        Arguments.of(
                                engine, new Gpt2(VOCABULARY, 8, 16, 2, 2, Gpt2.Biases.ALL, Gpt2.Gelu.EXACT, 0), 8)));
    }

    private static Architecture recurrent(Cell cell) {
        return new RecurrentLanguageModel(VOCABULARY, 8, cell, 12, 16, 2, 0, RecurrentLanguageModel.Output.OWN);
    }

    private static List<int[]> write(
            Network network, int context, List<int[]> prompts, Generation generation, Sampling... samplings) {
        try (NDManager manager = network.manager().newSubManager()) {
            return new Decoder(network, context)
                    .write(manager, new NDList(), prompts, List.of(samplings), generation, GO_ON);
        }
    }

    /** Logits of the next token by the plain forward pass. */
    private static float[] next(Network network, int[] tokens) {
        try (NDManager manager = network.manager().newSubManager()) {
            long[] ids = Arrays.stream(tokens).asLongStream().toArray();
            float[] all = network.forward(new NDList(HostMemory.array(manager, ids, new Shape(1, ids.length))), false)
                    .head()
                    .toFloatArray();
            return Arrays.copyOfRange(all, all.length - VOCABULARY, all.length);
        }
    }

    private static int[] plus(int[] tokens, int token) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return longer;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void greedyTakesTheMostProbableTokenOfTheForwardPass(String engine, Architecture architecture, int context) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 3)) {
            int[] tokens = {1, 2};
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                float[] logits = next(network, tokens);
                int best = 0;
                for (int id = 1; id < VOCABULARY; id++) {
                    best = logits[id] > logits[best] ? id : best;
                }
                expected.add(best);
                tokens = plus(tokens, best);
            }

            List<int[]> written =
                    write(network, context, List.of(new int[] {1, 2}), Generation.upTo(6), Sampling.GREEDY);

            assertThat(written.get(0))
                    .containsExactly(expected.stream().mapToInt(i -> i).toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void withAndWithoutTheCacheTheSameTokens(String engine, Architecture architecture, int context) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 3)) {
            List<int[]> prompts = List.of(new int[] {1, 2, 3}, new int[] {4});
            Sampling[] samplings = {Sampling.seeded(5), Sampling.seeded(6)};

            // 30 tokens: far beyond the context of the Transformer
            List<int[]> with = write(network, context, prompts, new Generation(30, Set.of(), true), samplings);
            List<int[]> without = write(network, context, prompts, new Generation(30, Set.of(), false), samplings);

            assertThat(with.get(0)).hasSize(30).containsExactly(without.get(0));
            assertThat(with.get(1)).hasSize(30).containsExactly(without.get(1));
            assertThat(with.get(0)).isNotEqualTo(with.get(1));
        }
    }

    /** Room behind the keys and values is made several times, and rows leave in between. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void aLongTextIsTheSameWithAndWithoutTheCache(String engine) {
        Architecture architecture = new Gpt2(VOCABULARY, 80, 16, 2, 2, Gpt2.Biases.ALL, Gpt2.Gelu.EXACT, 0);
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 3)) {
            List<int[]> prompts = List.of(new int[] {1, 2, 3}, new int[] {4}, new int[] {5, 6});
            Sampling[] samplings = {Sampling.seeded(5), Sampling.seeded(6), Sampling.seeded(7)};

            List<int[]> with = write(network, 80, prompts, new Generation(70, Set.of(0), true), samplings);
            List<int[]> without = write(network, 80, prompts, new Generation(70, Set.of(0), false), samplings);

            assertThat(with).usingRecursiveComparison().isEqualTo(without);
            assertThat(with.stream().mapToInt(tokens -> tokens.length).distinct())
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void promptsOfDifferentLengthsGiveWhatEachGivesAlone(String engine, Architecture architecture, int context) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 3)) {
            List<int[]> prompts = List.of(
                    new int[] {1, 2, 3, 4, 5}, new int[] {6}, new int[] {0, 1}, new int[] {2, 2, 2, 2, 2, 2, 2, 2, 2, 3
                    });
            Sampling[] samplings = {
                Sampling.seeded(1), Sampling.GREEDY, new Sampling(0.7, 3, 0.9, 1.3, 9), Sampling.seeded(2)
            };
            // A stop token lets the rows end at different times.
            Generation generation = Generation.upTo(20, 5);

            List<int[]> together = write(network, context, prompts, generation, samplings);

            for (int i = 0; i < prompts.size(); i++) {
                List<int[]> alone = write(network, context, List.of(prompts.get(i)), generation, samplings[i]);
                assertThat(together.get(i))
                        .as("prompt %d", i)
                        .containsExactly(alone.get(0))
                        .doesNotContain(5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aBeamAsWideAsAllTextsFindsTheMostProbable(String engine, Architecture architecture, int context) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 3)) {
            int[] prompt = {1, 2};
            int stop = 4;
            List<double[]> all = new ArrayList<>(); // score of every text of at most three tokens
            List<int[]> texts = new ArrayList<>();
            everyText(network, prompt, 2, 3, stop, 0, texts, all);
            int best = IntStream.range(0, all.size())
                    .boxed()
                    .max((a, b) -> Double.compare(all.get(a)[0], all.get(b)[0]))
                    .orElseThrow();

            List<BeamSearch.Found> found = new BeamSearch(60, 0.6)
                    .search(network, context, manager, new NDList(), prompt, Generation.upTo(3, stop));

            assertThat(found.get(0).tokens()).containsExactly(texts.get(best));
            assertThat(found.get(0).score()).isCloseTo(all.get(best)[0], within(1e-4));
            assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        }
    }

    private static void everyText(
            Network network,
            int[] tokens,
            int prompt,
            int most,
            int stop,
            double logProbability,
            List<int[]> texts,
            List<double[]> scores) {
        int written = tokens.length - prompt;
        if (written == most) {
            texts.add(Arrays.copyOfRange(tokens, prompt, tokens.length));
            scores.add(new double[] {logProbability / Math.pow(most, 0.6)});
            return;
        }
        float[] logits = next(network, tokens);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        for (int id = 0; id < VOCABULARY; id++) {
            double longer = logProbability + logits[id] - Math.log(sum);
            if (id == stop) {
                texts.add(Arrays.copyOfRange(tokens, prompt, tokens.length));
                scores.add(new double[] {longer / Math.pow(written + 1, 0.6)});
            } else {
                everyText(network, plus(tokens, id), prompt, most, stop, longer, texts, scores);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aBeamOfOneIsGreedyWithAndWithoutTheCache(String engine, Architecture architecture, int context) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 3)) {
            int[] prompt = {3, 1};
            int[] greedy = write(network, context, List.of(prompt), Generation.upTo(12), Sampling.GREEDY)
                    .get(0);

            for (boolean cached : new boolean[] {true, false}) {
                List<BeamSearch.Found> found = new BeamSearch(1, 1)
                        .search(network, context, manager, new NDList(), prompt, new Generation(12, Set.of(), cached));
                assertThat(found).hasSize(1);
                assertThat(found.get(0).tokens()).containsExactly(greedy);
            }
        }
    }

    @Test
    void aListenerEndsItsRowAndNoOther() {
        try (NDManager manager = Backend.of("pytorch", "cpu").newManager();
                Network network = Network.create(recurrent(Cell.LSTM), manager, 3)) {
            List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
            List<int[]> written = new Decoder(network, 0)
                    .write(
                            manager,
                            new NDList(),
                            List.of(new int[] {1}, new int[] {2}),
                            List.of(Sampling.seeded(1), Sampling.seeded(2)),
                            Generation.upTo(9),
                            (row, token) -> {
                                heard.add(row);
                                return row == 1 || Collections.frequency(heard, 0) < 4;
                            });

            assertThat(written.get(0)).hasSize(4);
            assertThat(written.get(1)).hasSize(9);
            assertThat(heard).hasSize(13);
        }
    }

    @Test
    void samplingDrawsAsOftenAsTheProbabilitiesSay() {
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.15), (float) Math.log(0.05)};

        assertThat(shares(Sampling.seeded(1), logits)).satisfies(near(0.5, 0.3, 0.15, 0.05));
        assertThat(shares(new Sampling(1, 2, 1, 1, 1), logits)).satisfies(near(0.625, 0.375, 0, 0));
        // two tokens have 80 % together, the third is needed for 81 %
        assertThat(shares(new Sampling(1, 0, 0.81, 1, 1), logits))
                .satisfies(near(0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0));
        // at half the temperature the probabilities are squared
        assertThat(shares(new Sampling(0.5, 0, 1, 1, 1), logits))
                .satisfies(near(0.25 / 0.365, 0.09 / 0.365, 0.0225 / 0.365, 0.0025 / 0.365));
    }

    private static double[] shares(Sampling sampling, float[] logits) {
        double[] shares = new double[logits.length];
        for (int step = 0; step < 20_000; step++) {
            shares[sampling.choose(logits, new int[0], step)] += 1 / 20_000.0;
        }
        return shares;
    }

    private static java.util.function.Consumer<double[]> near(double... expected) {
        // 0.015 is more than four standard deviations of a share of 20,000
        return shares -> assertThat(shares).containsExactly(expected, within(0.015));
    }

    @Test
    void whatWasThereIsLessProbable() {
        Sampling penalized = new Sampling(0, 0, 1, 2, 0);

        assertThat(penalized.choose(new float[] {3, 2, -1}, new int[] {0, 0}, 0))
                .isEqualTo(1); // 3 / 2 < 2
        assertThat(penalized.choose(new float[] {5, 2, -1}, new int[] {0, 0}, 0))
                .isEqualTo(0); // once, not twice
        assertThat(penalized.choose(new float[] {-2, -3}, new int[] {0}, 0)).isEqualTo(1); // -2 * 2 < -3
        assertThat(Sampling.GREEDY.choose(new float[] {1, 4, 4}, new int[] {1}, 0))
                .isEqualTo(1);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new Sampling(-1, 0, 1, 1, 0))
                .hasMessage("temperature: must be between 0 and 1000, got -1.0");
        assertThatThrownBy(() -> new Sampling(1, 0, 0, 1, 0))
                .hasMessage("top_p: must be above 0 and at most 1, got 0.0");
        assertThatThrownBy(() -> new BeamSearch(0, 1)).hasMessage("width: must be between 1 and 1024, got 0");
        try (NDManager manager = Backend.of("pytorch", "cpu").newManager();
                Network network = Network.create(recurrent(Cell.LSTM), manager, 3)) {
            assertThatThrownBy(() -> write(network, 0, List.of(new int[0]), Generation.upTo(1), Sampling.GREEDY))
                    .hasMessage("prompts: must have at least one token each, got none in 0");
        }
    }
}
