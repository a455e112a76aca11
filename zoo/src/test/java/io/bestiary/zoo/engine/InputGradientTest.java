package io.bestiary.zoo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.bestiary.zoo.engine.Backend.EngineName;
import org.junit.jupiter.api.Test;

class InputGradientTest {

    /** s = w x^3: its gradient is 3 w x^2; the sum of the gradient's squares, 9 w^2 x^4, has 18 w x^4 with respect to w. */
    @Test
    void isRightAndCanBeDifferentiatedAgain() {
        Backend backend = Backend.of("pytorch", "cpu");
        try (NDManager manager = backend.newManager()) {
            NDArray weight = HostMemory.array(manager, new float[] {2, 3}, new Shape(2));
            weight.setRequiresGradient(true);
            NDArray plain = HostMemory.array(manager, new float[] {1, 2}, new Shape(2));
            for (int step = 0; step < 3; step++) {
                weight.getGradient().subi(weight.getGradient());
                try (GradientCollector tape = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray x = InputGradient.watched(plain);
                    NDArray gradient = InputGradient.of(x.mul(x).mul(x).mul(weight), x);
                    assertThat(gradient.toFloatArray()).containsExactly(6, 36);
                    assertThat(weight.getGradient().toFloatArray())
                            .as("nothing is left in the parameters")
                            .containsExactly(0, 0);
                    tape.backward(gradient.mul(gradient).sum());
                }
                assertThat(weight.getGradient().toFloatArray()).containsExactly(36, 864);
            }
        }
    }

    @Test
    void isOfPytorchOnly() {
        assertThat(InputGradient.runsOn(EngineName.PYTORCH)).isTrue();
        assertThat(InputGradient.runsOn(EngineName.MXNET)).isFalse();
    }
}
