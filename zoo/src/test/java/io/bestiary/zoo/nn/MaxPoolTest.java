package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.engine.HostMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways that are faster give what the definition says, and equal values their gradient to the first. */
class MaxPoolTest {
    private static final int PICTURES = 3;
    private static final int CHANNELS = 5;

    @ParameterizedTest
    @CsvSource({"2, 2, 8, 8", "2, 2, 7, 9", "2, 2, 2, 3", "2, 1, 6, 6", "3, 2, 9, 8", "3, 3, 9, 9"})
    void gradientsGoToTheFirstOfTheLargest(int kernel, int stride, int height, int width) {
        SplittableRandom random = new SplittableRandom(7);
        float[] x = new float[PICTURES * CHANNELS * height * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(4); // many are equal
        }
        int rows = (height - kernel) / stride + 1;
        int columns = (width - kernel) / stride + 1;
        float[] largest = new float[PICTURES * CHANNELS * rows * columns];
        float[] gradient = new float[x.length];
        for (int o = 0; o < largest.length; o++) {
            int corner =
                    o / (rows * columns) * height * width + o / columns % rows * stride * width + o % columns * stride;
            int first = corner;
            for (int w = 0; w < kernel * kernel; w++) {
                int place = corner + w / kernel * width + w % kernel;
                first = x[place] > x[first] ? place : first;
            }
            largest[o] = x[first];
            gradient[first] += o + 1;
        }
        for (String engine : Engines.all()) {
            try (NDManager manager = Engines.manager(engine)) {
                Block pool = Layers.maxPool(kernel, stride, 0);
                NDArray pictures = HostMemory.array(manager, x, new Shape(PICTURES, CHANNELS, height, width));
                Pass answering = new Pass(new ParameterStore(manager, false), false);
                assertThat(answering.through(pool, pictures).toFloatArray()).containsExactly(largest);
                pictures.setRequiresGradient(true);
                try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                    NDArray y = new Pass(new ParameterStore(manager, false), true).through(pool, pictures);
                    assertThat(y.toFloatArray()).containsExactly(largest);
                    NDArray factors = manager.arange(1f, largest.length + 1).reshape(y.getShape());
                    tape.backward(y.mul(factors).sum());
                }
                assertThat(pictures.getGradient().toFloatArray()).containsExactly(gradient);
            }
        }
    }

    /** A training that diverges must be seen to. */
    @Test
    void keepsWhatIsNoNumber() {
        try (NDManager manager = Engines.manager("PyTorch")) {
            float nan = Float.NaN;
            NDArray x = manager.create(new float[] {nan, 1, 2, 3, 0, 1, 2, nan}, new Shape(1, 2, 2, 2));
            Pass pass = new Pass(new ParameterStore(manager, false), true);
            assertThat(pass.through(Layers.maxPool(2, 2, 0), x).toFloatArray()).containsExactly(nan, nan);
        }
    }

    /** A ReLU before it is computed after it, unless somebody watches: the same to the bit. */
    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void takesAReluFromBefore(String engine) {
        for (int[] window : new int[][] {{2, 2, 0}, {3, 2, 1}}) {
            for (boolean training : new boolean[] {true, false}) {
                assertThat(behindRelu(engine, window, training, false))
                        .usingRecursiveComparison()
                        .isEqualTo(behindRelu(engine, window, training, true));
            }
        }
    }

    private static List<float[]> behindRelu(String engine, int[] window, boolean training, boolean watched) {
        List<float[]> all = new ArrayList<>();
        try (NDManager manager = Engines.manager(engine)) {
            Block block = Layers.sequence(Layers.relu(), Layers.maxPool(window[0], window[1], window[2]));
            NDArray x = HostMemory.array(
                    manager,
                    Values.drawn(new SplittableRandom(8), PICTURES * CHANNELS * 64),
                    new Shape(PICTURES, CHANNELS, 8, 8));
            x.setRequiresGradient(true);
            ParameterStore store =
                    watched ? new WatchedStore(manager, block, (name, seen) -> {}) : new ParameterStore(manager, false);
            try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                NDArray y = block.forward(store, new NDList(x), training).head();
                all.add(y.toFloatArray());
                tape.backward(y.pow(2).sum());
            }
            all.add(x.getGradient().toFloatArray());
        }
        return all;
    }
}
