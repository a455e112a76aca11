package io.bestiary.zoo.golden;

import static io.bestiary.zoo.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network computes what its reference computes. */
class GoldenFixtureTest {

    static Stream<Arguments> fixturesAndEngines() throws Exception {
        List<GoldenFixture> fixtures = GoldenFixture.all();
        return Engines.all().stream()
                .flatMap(engine -> fixtures.stream().map(fixture -> Arguments.of(fixture, engine)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("fixturesAndEngines")
    void computesWhatTheReferenceComputes(GoldenFixture fixture, String engine) {
        Map<String, Shape> shapes = fixture.parameters();
        assertThat(Outline.of(fixture.architecture()).parameters()).isEqualTo(shapes);
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.load(
                        fixture.architecture(), manager, name -> Values.array(manager, name, shapes.get(name), 0))) {
            NDArray output = joined(network.forward(fixture.inputs(manager), false));
            assertClose(output.toFloatArray(), fixture.output(), 1e-4);
            assertClose(gradient(fixture, network, manager), fixture.gradient(), 1e-3);
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("fixturesAndEngines")
    void answersTheSameWhenFolded(GoldenFixture fixture, String engine) {
        Map<String, Shape> shapes = fixture.parameters();
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.load(
                        fixture.architecture(), manager, name -> Values.array(manager, name, shapes.get(name), 0))) {
            network.fold();
            assertThat(network.parameters()).hasSameSizeAs(shapes);
            NDArray output = joined(network.forward(fixture.inputs(manager), false));
            assertClose(output.toFloatArray(), fixture.output(), 1e-4);
        }
    }

    /** What comes beside an output, such as what heads give in training alone, stands behind it. */
    private static NDArray joined(NDList outputs) {
        return outputs.size() == 1
                ? outputs.head()
                : NDArrays.concat(
                        new NDList(outputs.stream()
                                .map(output -> output.reshape(output.size(0), -1))
                                .toArray(NDArray[]::new)),
                        1);
    }

    private static float[] gradient(GoldenFixture fixture, Network network, NDManager manager) {
        try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
            NDArray output = joined(network.forward(fixture.inputs(manager), true));
            NDArray factor = Values.array(manager, "factor", output.getShape(), 0);
            NDArray sum = output.mul(factor).sum();
            collectGarbage();
            tape.backward(sum);
        }
        return network.parameters()
                .get(fixture.gradientOf())
                .getArray()
                .getGradient()
                .toFloatArray();
    }

    /** What the backward pass needs must still be there after a collection: see HostMemory. */
    private static void collectGarbage() {
        System.gc();
        try {
            Thread.sleep(50); // buffers are freed by another thread
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyArchitectureHasAFixture() throws Exception {
        List<Class<?>> proven = GoldenFixture.all().stream()
                .<Class<?>>map(fixture -> fixture.architecture().getClass())
                .toList();
        assertThat(Zoo.entries())
                .allSatisfy(entry ->
                        assertThat(proven).contains(entry.architecture().getClass()));
    }
}
