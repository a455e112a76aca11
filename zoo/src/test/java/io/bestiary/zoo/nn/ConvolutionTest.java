package io.bestiary.zoo.nn;

import static io.bestiary.zoo.Close.assertClose;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.engine.HostMemory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engines have kernels of their own, which go by the number of channels. */
class ConvolutionTest {
    private static final Shape ONE = new Shape(1, 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 9, 12, 16, 20, 24, 31, 32})
    void enginesAgreeWhateverTheNumberOfChannels(int channels) {
        assumeTrue(Engines.all().size() == 2, "needs both engines");
        for (int kernel : List.of(1, 3, 4)) {
            List<float[]> one = results("PyTorch", channels, kernel);
            List<float[]> other = results("MXNet", channels, kernel);
            for (int i = 0; i < one.size(); i++) {
                assertClose(one.get(i), other.get(i), 1e-4);
            }
        }
    }

    /** The output, and the gradients of pictures and weights. */
    private static List<float[]> results(String engine, int channels, int kernel) {
        SplittableRandom random = new SplittableRandom(channels);
        try (NDManager manager = Engines.manager(engine)) {
            NDArray x = drawn(manager, random, new Shape(2, channels, 9, 9));
            NDArray weight = drawn(manager, random, new Shape(12, channels, kernel, kernel));
            x.setRequiresGradient(true);
            weight.setRequiresGradient(true);
            try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                NDArray y = Convolution.of(x, weight, null, ONE, ONE);
                tape.backward(y.mul(drawn(manager, random, y.getShape())).sum());
                return List.of(
                        y.toFloatArray(),
                        x.getGradient().toFloatArray(),
                        weight.getGradient().toFloatArray());
            }
        }
    }

    private static NDArray drawn(NDManager manager, SplittableRandom random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return HostMemory.array(manager, values, shape);
    }
}
