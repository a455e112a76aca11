package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.rnn.RecurrentForecaster;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An LSTM of any width answers on PyTorch as on MXNet, from every thread: DJL switches gradients off on the thread that
 * starts the engine, and PyTorch takes another kernel there.
 */
class LstmWidthTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 16, 17, 31, 32, 33, 48, 49, 100})
    void answersAlikeWithAndWithoutGradients(int width) {
        float[] expected = answer("mxnet", width);
        float[] here = answer("pytorch", width);
        float[] there =
                CompletableFuture.supplyAsync(() -> answer("pytorch", width)).join();
        for (int i = 0; i < expected.length; i++) {
            assertThat(here[i]).isCloseTo(expected[i], within(1e-5f));
            assertThat(there[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private static float[] answer(String engine, int width) {
        float[] values = new float[3 * 6 * 2];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(
                        new RecurrentForecaster(
                                2, 6, 4, 1, RecurrentForecaster.Columns.TOGETHER, Cell.LSTM, width, 2, 0),
                        manager,
                        7)) {
            NDList inputs = new NDList(HostMemory.array(manager, values, new Shape(3, 6, 2)));
            return network.forward(inputs, false).head().toFloatArray();
        }
    }
}
