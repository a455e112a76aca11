package io.bestiary.zoo.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.surgery.Freezing;
import io.bestiary.zoo.surgery.InnerOutput;
import io.bestiary.zoo.surgery.Lora;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be done to a network can be done to every one: here to the small ones of the fixtures, in turn on each engine. */
class SurgeryOfFixturesTest {

    static Stream<Arguments> fixtures() throws Exception {
        List<GoldenFixture> all = GoldenFixture.all();
        List<String> engines = Engines.all();
        return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                .map(i -> Arguments.of(all.get(i), engines.get(i % engines.size())));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("fixtures")
    void freezesShowsAndAdapts(GoldenFixture fixture, String engine) {
        Map<String, Shape> shapes = fixture.parameters();
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.load(
                        fixture.architecture(), manager, name -> Values.array(manager, name, shapes.get(name), 0))) {
            NDList inputs = fixture.inputs(manager);
            showsALayer(fixture, network, inputs);
            String first = network.parameters().keySet().iterator().next();
            assertThat(Freezing.freeze(network, first)).contains(first);
            assertThat(network.parameters().get(first).requiresGradient()).isFalse();
            adapts(network, inputs);
        }
    }

    /** A layer in the table of {@code bestiary show}; some read twice, and some are told in another order of the numbers. */
    private static void showsALayer(GoldenFixture fixture, Network network, NDList inputs) {
        Outline outline = Outline.of(
                fixture.architecture(), inputs.stream().map(NDArray::getShape).toArray(Shape[]::new));
        List<Outline.Layer> layers = outline.layers().stream()
                .filter(layer -> layer.parameters() > 0)
                .toList();
        Outline.Layer layer = layers.get(layers.size() / 2);
        Shape shown = InnerOutput.of(network, layer.name(), inputs).head().getShape();
        assertThat(shown.size() == layer.output().size()
                        || shown.tail() == layer.output().tail())
                .as("%s gives %s, must give %s", layer.name(), shown, layer.output())
                .isTrue();
    }

    /** In all its matrices, which before anything is learned changes nothing, and then becomes part of them. */
    private static void adapts(Network network, NDList inputs) {
        String matrices = String.join(
                ",",
                network.parameters().entrySet().stream()
                        .filter(each -> each.getValue().getType() == Parameter.Type.WEIGHT
                                && each.getValue().getShape().dimension() == 2)
                        .map(Map.Entry::getKey)
                        .toList());
        if (matrices.isEmpty()) {
            return;
        }
        try (Lora lora = Lora.on(network, matrices, 1, 2, 3)) {
            float[] before = network.forward(inputs, false).head().toFloatArray();
            lora.apply();
            assertThat(network.forward(inputs, false).head().toFloatArray()).isEqualTo(before);
            lora.parameters().forEach((name, values) -> {
                if (name.contains("lora_B")) {
                    values.addi(0.1f);
                }
            });
            lora.apply();
            assertThat(network.forward(inputs, false).head().toFloatArray()).isNotEqualTo(before);
            lora.undo();
            assertThat(network.forward(inputs, false).head().toFloatArray()).isEqualTo(before);
        }
    }
}
