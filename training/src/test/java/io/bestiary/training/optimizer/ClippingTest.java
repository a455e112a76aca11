package io.bestiary.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Backend;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {
    private static final Map<String, Clipping> CLIPPINGS = Map.of(
            "by-norm", new Clipping.ByNorm(0.5),
            "by-large-norm", new Clipping.ByNorm(50),
            "by-value", new Clipping.ByValue(0.3),
            "adaptive", new Clipping.Adaptive(0.5));

    static Stream<Arguments> everywhere() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine -> CLIPPINGS.keySet().stream().map(name -> Arguments.of(engine, name)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void equalsTheReference(String engine, String name) {
        Map<String, Object> reference = Fixture.read("clipping.json");
        Backend backend = Backend.of(engine, "cpu");
        try (NDManager manager = backend.newManager()) {
            Map<String, NDArray> parameters = Fixture.parameters(manager);
            Map<String, NDArray> gradients = Fixture.gradients(manager, 7);
            Map<String, List<Float>> weights = Fixture.values(parameters);
            long before = backend.liveArrays();
            double norm = CLIPPINGS.get(name).apply(gradients, parameters);
            assertThat(backend.liveArrays()).isEqualTo(before);
            assertThat(norm).isEqualTo((double) reference.get("norm"), within(1e-6));
            Map<String, Object> expected = Fixture.member(reference, name);
            assertThat(gradients)
                    .allSatisfy((path, gradient) -> assertThat(Fixture.difference(gradient, expected.get(path)))
                            .as(path)
                            .isLessThan(1e-6));
            assertThat(Fixture.values(parameters)).isEqualTo(weights);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void noneMeasuresAndChangesNothing(String engine) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Map<String, NDArray> gradients =
                    Map.of("a", manager.create(new float[] {3, 0, 0, 4}, new Shape(2, 2)), "b", manager.create(12f));
            assertThat(new Clipping.None().apply(gradients, gradients)).isEqualTo(13);
            assertThat(gradients.get("a").toFloatArray()).containsExactly(3, 0, 0, 4);
            assertThat(new Clipping.None().apply(Map.of(), Map.of())).isZero();
        }
    }

    /** A sum in one 32-bit float stops to grow at 2^24, the norm at 4096. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void measuresLargeGradients(String engine) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Map<String, NDArray> gradients = Map.of("a", manager.ones(new Shape(4_200, 4_200)));
            assertThat(new Clipping.None().apply(gradients, gradients)).isEqualTo(4_200, within(4e-3));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void leavesGradientsThatAreNotFiniteAsTheyAre(String engine, String name) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Map<String, NDArray> gradients =
                    Map.of("a", manager.create(new float[] {1, Float.NaN}), "b", manager.create(new float[] {60, 80}));
            double norm = CLIPPINGS.get(name).apply(gradients, gradients);
            assertThat(norm).isNaN();
            assertThat(gradients.get("b").toFloatArray()).containsExactly(60, 80);
        }
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Clipping.ByNorm(-1))
                .withMessage("norm: must be between 0 and 1000000000, got -1.0");
    }
}
