package io.bestiary.zoo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Engines;
import org.junit.jupiter.api.Test;

class TrialTest {

    /** What comes out of it on a processor of the kind that was seen to err is for it to say. */
    @Test
    void passesWhereKernelsAreRightAndLeavesTheEnginesNumbersAlone() {
        try (NDManager manager = Engines.manager("PyTorch")) {
            manager.getEngine().setRandomSeed(3);
            float[] expected = manager.randomNormal(new Shape(8)).toFloatArray();
            manager.getEngine().setRandomSeed(3);
            boolean passed = Trial.passed(manager);
            assertThat(manager.randomNormal(new Shape(8)).toFloatArray()).containsExactly(expected);
            boolean errs = OneDnn.errs(manager.zeros(new Shape(1)));
            assertThat(passed || errs).isTrue();
        }
    }
}
