package io.bestiary.zoo.surgery;

import static io.bestiary.zoo.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.Samples;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.checkpoint.Safetensors;
import io.bestiary.zoo.golden.Values;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same verbs for all networks; what need not change is kept to the bit. */
class SurgeryTest {
    private static final String QUERY = "bert.encoder.layer.0.attention.self.query.weight";

    private static final Map<String, Object> TEXT =
            Map.of("vocabulary", 11, "context", 8, "hidden_size", 12, "layers", 2, "heads", 3, "dropout", 0.0);

    static List<String> engines() {
        return Engines.all();
    }

    private static Architecture small(String name, Map<String, ?> sizes) {
        return Hyperparameters.with(Zoo.find(name).orElseThrow().architecture(), sizes);
    }

    private static Architecture bert(String name) {
        Map<String, Object> sizes = new LinkedHashMap<>(TEXT);
        sizes.put("feed_forward", 20);
        return small(name, sizes);
    }

    private static float[] values(Network network, String name) {
        return network.parameters().get(name).getArray().toFloatArray();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anotherNumberOfClassesResetsTheHeadAlone(String engine) {
        Architecture ten = small("resnet20", Map.of());
        Architecture seven = small("resnet20", Map.of("classes", 7));
        try (NDManager manager = Engines.manager(engine);
                Network trained = Network.create(ten, manager, 1)) {
            Surgery.Result result = Surgery.fit(trained, ten, seven, manager, 2);
            try (Network network = result.network()) {
                assertThat(result.changes())
                        .extracting(Surgery.Change::parameter)
                        .allMatch(name -> name.matches("(fc|linear)\\.(weight|bias)"))
                        .hasSize(2);
                assertThat(network.forward(Samples.batch(manager, seven, 2), false)
                                .head()
                                .getShape())
                        .isEqualTo(new Shape(2, 7));
                trained.parameters().keySet().stream()
                        .filter(name -> !name.matches("(fc|linear)\\..*"))
                        .forEach(name -> assertThat(values(network, name)).isEqualTo(values(trained, name)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void otherChannelsAreMadeAsTimmMakesThem(int channels) throws URISyntaxException {
        Path file = Path.of(
                SurgeryTest.class.getResource("/surgery/channels.safetensors").toURI());
        try (Safetensors expected = Safetensors.open(file)) {
            assertClose(
                    Channels.adapt(expected.floats("3"), new Shape(4, 3, 2, 2), channels),
                    expected.floats(Integer.toString(channels)),
                    1e-6);
        }
    }

    @Test
    void aNetworkForGreyPicturesAnswersAsForGreyPicturesInColour() {
        Architecture colour = small("resnet20", Map.of());
        Architecture grey = small("resnet20", Map.of("channels", 1));
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network trained = Network.create(colour, manager, 1);
                Network network = Surgery.fit(trained, colour, grey, manager, 2).network()) {
            NDArray picture = Values.array(manager, "input.0", new Shape(2, 1, 32, 32), 0);
            float[] asGrey = network.forward(new NDList(picture), false).head().toFloatArray();
            NDArray three = picture.repeat(1, 3);
            assertClose(asGrey, trained.forward(new NDList(three), false).head().toFloatArray(), 1e-4);
        }
    }

    @Test
    void moreTokensAndMorePositionsKeepTheOnesThereAre() {
        Architecture before = small("gpt2", TEXT);
        Map<String, Object> more = new LinkedHashMap<>(TEXT);
        more.putAll(Map.of("vocabulary", 15, "context", 10));
        Architecture after = small("gpt2", more);
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network trained = Network.create(before, manager, 1)) {
            Surgery.Result result = Surgery.fit(trained, before, after, manager, 2);
            try (Network network = result.network()) {
                assertThat(result.changes()).extracting(Surgery.Change::kind).containsOnly(Surgery.Kind.GROWN);
                NDList tokens = Samples.batch(manager, before, 2);
                float[] logits =
                        network.forward(tokens, false).head().get(":, :, :11").toFloatArray();
                assertClose(logits, trained.forward(tokens, false).head().toFloatArray(), 1e-5);
            }
        }
    }

    /** What tells hidden words learns to tell texts apart: the encoder stays, whatever its names stand under. */
    @ParameterizedTest
    @ValueSource(strings = {"bert_tiny", "distilbert_base", "roberta_base"})
    void anotherHeadKeepsTheEncoder(String name) {
        Map<String, Object> sizes = new LinkedHashMap<>(TEXT);
        sizes.put("feed_forward", 20);
        Architecture bare = small(name, sizes);
        Architecture masked = Hyperparameters.with(bare, Map.of("head", "masked_language"));
        Architecture sequence = Hyperparameters.with(bare, Map.of("head", "sequence", "classes", 3));
        NDManager manager = Engines.manager(Engines.all().get(0));
        for (Architecture before : List.of(bare, masked)) {
            try (Network trained = Network.create(before, manager, 1)) {
                Surgery.Result result = Surgery.fit(trained, before, sequence, manager, 2);
                try (Network network = result.network()) {
                    assertThat(result.changes())
                            .extracting(Surgery.Change::kind)
                            .hasSameElementsAs(
                                    before == bare && !name.startsWith("roberta")
                                            ? List.of(Surgery.Kind.NEW)
                                            : List.of(Surgery.Kind.NEW, Surgery.Kind.DROPPED));
                    NDList texts = new NDList(
                            manager.create(new long[] {1, 2, 3, 4}, new Shape(1, 4)), manager.create(new long[] {4}));
                    assertThat(network.forward(texts, false).head().getShape()).isEqualTo(new Shape(1, 3));
                    trained.parameters().keySet().stream()
                            .filter(own -> own.contains("layer."))
                            .forEach(own -> assertThat(values(network, underHead(network, own)))
                                    .isEqualTo(values(trained, own)));
                }
            }
        }
        assertThatThrownBy(() -> Surgery.changes(masked, Hyperparameters.with(sequence, Map.of("layers", 1))))
                .hasMessageContaining("layer.1.")
                .hasMessageContaining("must have a place in the new network, has none");
        manager.close();
    }

    private static String underHead(Network network, String name) {
        return network.parameters().keySet().stream()
                .filter(own -> own.equals(name) || own.endsWith("." + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusesWhatCannotBeMadeToFit() {
        Architecture before = small("gpt2", TEXT);
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network trained = Network.create(before, manager, 1)) {
            assertThatThrownBy(() -> Surgery.fit(
                            trained, before, Hyperparameters.with(before, Map.of("vocabulary", 9)), manager, 2))
                    .isInstanceOf(SurgeryException.class)
                    .hasMessage("transformer.wte.weight: must have shape (9, 12) and cannot be made so, got (11, 12);"
                            + " classes and channels may differ, vocabulary and context may be larger");
            assertThatThrownBy(() ->
                            Surgery.fit(trained, before, Hyperparameters.with(before, Map.of("layers", 1)), manager, 2))
                    .hasMessageContaining("transformer.h.1.")
                    .hasMessageContaining("must have a place in the new network, has none");
            assertThatThrownBy(() -> Surgery.fit(trained, before, small("resnet20", Map.of()), manager, 2))
                    .hasMessage("network: must be a CifarResNet, got a Gpt2");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsFrozenHasNoGradient(String engine) {
        Architecture architecture = small("resnet20", Map.of());
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 1)) {
            List<String> frozen = Freezing.freeze(network, "conv1, bn1, layer1, *.bn2.bias");
            assertThat(frozen).contains("conv1.weight", "layer1.0.conv1.weight", "layer3.2.bn2.bias");
            network.parameters().forEach((name, parameter) -> {
                if (frozen.contains(name)) {
                    assertThat(parameter.requiresGradient()).as(name).isFalse();
                }
            });
            assertThat(network.parameters().get("layer2.0.conv1.weight").requiresGradient())
                    .isTrue();
            try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                NDArray output = network.forward(Samples.batch(manager, architecture, 2), true)
                        .head();
                tape.backward(output.square().sum());
            }
            assertThat(network.parameters()
                            .get("layer3.0.conv1.weight")
                            .getArray()
                            .getGradient()
                            .toFloatArray())
                    .matches(gradient -> gradient.length > 0 && !allZero(gradient));
        }
    }

    private static boolean allZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void freezingNamesWhatItDoesNotFind() {
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(small("lenet5", Map.of()), manager, 1)) {
            assertThatThrownBy(() -> Freezing.freeze(network, "conv9"))
                    .isInstanceOf(SurgeryException.class)
                    .hasMessageContaining("freeze: must name parameters of the network, got conv9");
            assertThatThrownBy(() -> Freezing.freeze(network, "*"))
                    .hasMessage("freeze: must leave something to train, got *");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anInnerOutputIsWhatTheRestOfTheNetworkReads(String engine) {
        Architecture architecture = small("resnet20", Map.of());
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 1)) {
            NDList pictures = Samples.batch(manager, architecture, 2);
            NDArray features = InnerOutput.of(network, "layer3", pictures).head();
            assertThat(features.getShape()).isEqualTo(new Shape(2, 64, 8, 8));
            NDArray means = features.reshape(2, 64, 64).mean(new int[] {2});
            String head = network.parameters().containsKey("fc.weight") ? "fc" : "linear";
            NDArray logits = means.matMul(network.parameters()
                            .get(head + ".weight")
                            .getArray()
                            .transpose())
                    .add(network.parameters().get(head + ".bias").getArray());
            assertClose(logits.toFloatArray(), Samples.outputs(network, pictures), 1e-4);
            assertThatThrownBy(() -> InnerOutput.of(network, "layer5", pictures))
                    .isInstanceOf(SurgeryException.class)
                    .hasMessageContaining("block: must be one of the network, got layer5; nearest is layer");
        }
    }

    @Test
    void anInnerOutputOfATransformerIsThatOfItsLayer() {
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(bert("bert_tiny_tagger"), manager, 1)) {
            NDList inputs = new NDList(
                    manager.create(new long[] {1, 2, 3, 4}, new Shape(1, 4)), manager.create(new long[] {4}));
            NDArray last =
                    InnerOutput.of(network, "bert.encoder.layer.1", inputs).head();
            assertThat(last.getShape()).isEqualTo(new Shape(1, 4, 12));
            assertClose(InnerOutput.of(network, "bert.encoder", inputs).head().toFloatArray(), last.toFloatArray(), 0);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void loraChangesNothingThenLearnsThenMerges(String engine) {
        Architecture architecture = bert("bert_tiny_classifier");
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 1)) {
            NDList inputs = new NDList(
                    manager.create(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(2, 4)),
                    manager.create(new long[] {4, 3}));
            float[] before = Samples.outputs(network, inputs);
            float[] base = values(network, QUERY);
            float[] kept = values(network, "bert.pooler.dense.weight");
            try (Lora lora = Lora.on(network, "*.query, *.value, classifier", 2, 4, 3)) {
                assertThat(lora.parameters()).hasSize(2 * 5);
                lora.apply();
                assertThat(Samples.outputs(network, inputs)).isEqualTo(before);
                gradientsAreThoseOfTheNarrowMatrices(lora, network, manager, inputs);
                float first = loss(lora, network, manager, inputs);
                float last = first;
                for (int i = 0; i < 100; i++) {
                    last = loss(lora, network, manager, inputs);
                }
                assertThat(last).isLessThan(first * 0.8f);
                assertThat(values(network, "bert.pooler.dense.weight")).isEqualTo(kept);
                assertClose(values(network, QUERY), sum(base, lora, 2), 1e-6);
                float[] learned = Samples.outputs(network, inputs);
                Map<String, NDArray> saved = lora.state();
                lora.undo();
                assertThat(Samples.outputs(network, inputs)).isEqualTo(before);
                try (Lora again = Lora.restore(network, new LowRank("*.query, *.value, classifier", 2, 4, ""), saved)) {
                    again.apply();
                }
                assertThat(Samples.outputs(network, inputs)).isEqualTo(learned);
            }
        }
    }

    /** W + scale B A of {@link #QUERY}, by hand. */
    private static float[] sum(float[] base, Lora lora, double scale) {
        NDArray a = lora.parameters().get(QUERY.replace("weight", "lora_A.weight"));
        NDArray b = lora.parameters().get(QUERY.replace("weight", "lora_B.weight"));
        int rank = Math.toIntExact(a.getShape().get(0));
        int in = Math.toIntExact(a.getShape().get(1));
        float[] as = a.toFloatArray();
        float[] bs = b.toFloatArray();
        float[] sum = base.clone();
        for (int i = 0; i < sum.length; i++) {
            for (int r = 0; r < rank; r++) {
                sum[i] += (float) (scale * bs[i / in * rank + r] * as[r * in + i % in]);
            }
        }
        return sum;
    }

    /** By what the loss does when a number of A and one of B move a little, from a place where neither is zero. */
    private static void gradientsAreThoseOfTheNarrowMatrices(
            Lora lora, Network network, NDManager manager, NDList inputs) {
        for (int i = 0; i < 3; i++) {
            loss(lora, network, manager, inputs);
        }
        for (String name : List.of("classifier.lora_A.weight", "classifier.lora_B.weight")) {
            NDArray array = lora.parameters().get(name);
            float found = gradients(lora, network, manager, inputs).get(name)[1];
            float step = 0.01f;
            float up = moved(lora, network, manager, inputs, array, step);
            float down = moved(lora, network, manager, inputs, array, -2 * step);
            moved(lora, network, manager, inputs, array, step);
            assertThat((up - down) / (2 * step)).isCloseTo(found, within(0.01f * Math.abs(found) + 0.001f));
        }
    }

    /** The loss when the second number of an array has moved. */
    private static float moved(Lora lora, Network network, NDManager manager, NDList inputs, NDArray array, float by) {
        try (NDManager scope = manager.newSubManager()) {
            float[] change = new float[Math.toIntExact(array.size())];
            change[1] = by;
            array.addi(scope.create(change, array.getShape()));
            lora.apply();
            return distance(network.forward(copy(inputs, scope), false).head(), scope)
                    .getFloat();
        }
    }

    private static NDList copy(NDList inputs, NDManager scope) {
        NDList batch = new NDList(inputs.get(0).duplicate(), inputs.get(1).duplicate());
        batch.attach(scope);
        return batch;
    }

    /** From logits of 1 and -1. */
    private static NDArray distance(NDArray logits, NDManager scope) {
        return logits.sub(scope.create(new float[] {1, -1, -1, 1}, new Shape(2, 2)))
                .square()
                .sum();
    }

    private static Map<String, float[]> gradients(Lora lora, Network network, NDManager manager, NDList inputs) {
        Map<String, float[]> values = new LinkedHashMap<>();
        backward(
                network,
                manager,
                inputs,
                ofNetwork -> lora.gradients(ofNetwork)
                        .forEach((name, gradient) -> values.put(name, gradient.toFloatArray())));
        return values;
    }

    /** A step of plain descent; returns the loss before it. */
    private static float loss(Lora lora, Network network, NDManager manager, NDList inputs) {
        float loss = backward(
                network,
                manager,
                inputs,
                ofNetwork -> lora.gradients(ofNetwork)
                        .forEach((name, gradient) -> lora.parameters().get(name).subi(gradient.mul(0.5f))));
        lora.apply();
        return loss;
    }

    /** Hands the gradients of what learns on, and clears them. */
    private static float backward(
            Network network, NDManager manager, NDList inputs, Consumer<Map<String, NDArray>> use) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray loss;
            try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                loss = distance(network.forward(copy(inputs, scope), true).head(), scope);
                tape.backward(loss);
            }
            Map<String, NDArray> gradients = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> {
                if (parameter.requiresGradient()) {
                    gradients.put(name, parameter.getArray().getGradient());
                }
            });
            use.accept(gradients);
            gradients.values().forEach(gradient -> gradient.subi(gradient));
            return loss.getFloat();
        }
    }

    @Test
    void worksAsTheDocumentationShows() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/bestiary/zoo/surgery/OperatedResNet.java"));
        String shown = source.substring(
                        source.indexOf("        CifarResNet colours"), source.indexOf("            return new"))
                .replaceAll("(?m)^ {8}", "");
        assertThat(Files.readString(Path.of("WEIGHTS.md"))).contains(shown);
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network trained = Network.create(small("resnet20", Map.of()), manager, 1)) {
            NDList pictures = new NDList(Values.array(manager, "input.0", new Shape(2, 1, 32, 32), 0));
            assertThat(OperatedResNet.of(trained, pictures).changes())
                    .extracting(Surgery.Change::toString)
                    .containsExactly(
                            "conv1.weight channels, (16, 3, 3, 3) to (16, 1, 3, 3)",
                            "linear.weight reset, (10, 64) to (7, 64)",
                            "linear.bias reset, (10) to (7)");
        }
    }

    @Test
    void loraNamesWhatItDoesNotFind() {
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(small("lenet5", Map.of()), manager, 1)) {
            assertThatThrownBy(() -> Lora.on(network, "conv1", 2, 4, 3))
                    .hasMessage("lora: must name matrices of the network, got conv1");
            assertThatThrownBy(() -> Lora.on(network, "fc3", 11, 4, 3))
                    .hasMessage("rank: must be between 1 and 10 for fc3.weight (10, 84), got 11");
            assertThatThrownBy(() -> Lora.on(network, "fc1", 0, 4, 3))
                    .hasMessage("rank: must be between 1 and 65536, got 0");
            assertThatThrownBy(() -> Lora.on(network, "fc1", 2, 0, 3))
                    .hasMessage("alpha: must be above 0 and at most 1000000, got 0.0");
            assertThatThrownBy(() -> new LowRank("", 2, 4, "fc3"))
                    .hasMessage("whole: must go with names that are adapted, got fc3");
        }
    }
}
