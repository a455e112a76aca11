package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.Engines;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StochasticDepthTest {
    private static final int EXAMPLES = 10_000;

    private static float[] ones(NDManager manager, boolean training) {
        NDArray ones = manager.ones(new Shape(EXAMPLES, 2, 1, 1));
        return new StochasticDepth(0.2)
                .forward(new ParameterStore(manager, false), new NDList(ones), training)
                .singletonOrThrow()
                .toFloatArray();
    }

    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void dropsWholeExamplesInTrainingAndKeepsTheMean(String engine) {
        try (NDManager manager = Engines.manager(engine)) {
            Engine.getEngine(engine).setRandomSeed(1);
            float[] values = ones(manager, true);
            int dropped = 0;
            for (int i = 0; i < EXAMPLES; i++) {
                assertThat(values[2 * i]).isEqualTo(values[2 * i + 1]).isIn(0f, 1.25f);
                dropped += values[2 * i] == 0 ? 1 : 0;
            }
            // Five deviations of a binomial of 10,000 at 0.2, which are 40 each.
            assertThat(dropped).isBetween(1800, 2200);
        }
    }

    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void followsTheSeedOfTheEngine(String engine) {
        try (NDManager manager = Engines.manager(engine)) {
            Engine.getEngine(engine).setRandomSeed(2);
            float[] first = ones(manager, true);
            float[] next = ones(manager, true);
            Engine.getEngine(engine).setRandomSeed(2);
            assertThat(ones(manager, true)).isEqualTo(first).isNotEqualTo(next);
        }
    }

    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void leavesEvaluationAlone(String engine) {
        try (NDManager manager = Engines.manager(engine)) {
            float[] expected = new float[2 * EXAMPLES];
            Arrays.fill(expected, 1);
            assertThat(ones(manager, false)).isEqualTo(expected);
        }
    }

    @Test
    void refusesToDropEverything() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StochasticDepth(1))
                .withMessage("probability: must be at least 0 and less than 1, got 1.0");
    }
}
