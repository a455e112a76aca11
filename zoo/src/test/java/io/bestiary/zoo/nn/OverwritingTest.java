package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.Close;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.engine.HostMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that writes over what it has read answers, and learns, as one that does not. */
class OverwritingTest {
    private static final int PICTURES = 16; // 16 channels of 32 by 32 are enough to be written over

    @AfterEach
    void forget() {
        System.clearProperty("bestiary.portable");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void changesNoValue(boolean training) {
        List<float[]> over = computed(training);
        System.setProperty("bestiary.portable", "true");
        List<float[]> apart = computed(training);
        for (int i = 0; i < over.size(); i++) {
            assertThat(over.get(i)).containsExactly(apart.get(i));
        }
    }

    /** A folded network packs its weights too, unless it is portable, so that the last digits differ. */
    @Test
    void changesNoAnswerOfAFoldedNetwork() {
        float[] over = folded();
        System.setProperty("bestiary.portable", "true");
        Close.assertClose(over, folded(), 1e-5);
    }

    private static float[] folded() {
        float[] pixels = Values.drawn(new SplittableRandom(5), PICTURES * 3 * 32 * 32);
        try (NDManager manager = Engines.manager("PyTorch");
                Network network = Network.create(CifarResNet.resnet20(), manager, 1)) {
            network.fold();
            NDArray pictures = HostMemory.array(manager, pixels, new Shape(PICTURES, 3, 32, 32));
            return network.forward(new NDList(pictures), false).head().toFloatArray();
        }
    }

    @Test
    void isForLargeArraysOfPyTorchThatNobodyElseReads() {
        for (String engine : Engines.all()) {
            try (NDManager manager = Engines.manager(engine)) {
                Pass pass = new Pass(new ParameterStore(manager, false), true);
                NDArray large = manager.zeros(new Shape(1 << 18));
                boolean expected = engine.equals("PyTorch");
                assertThat(Overwriting.allows(pass, Layers.batchNorm(), large)).isEqualTo(expected);
                assertThat(Overwriting.allows(pass, Layers.sequence(Layers.batchNorm()), large))
                        .isEqualTo(expected);
                assertThat(Overwriting.allows(pass, Layers.sequence(List.of()), large))
                        .isFalse();
                assertThat(Overwriting.allows(pass, Layers.sigmoid(), large)).isFalse();
                assertThat(Overwriting.allows(pass, Layers.batchNorm(), manager.zeros(new Shape(1 << 17))))
                        .isFalse();
            }
        }
    }

    /** The scores, and in training the gradients and the norms' statistics. */
    private static List<float[]> computed(boolean training) {
        float[] pixels = Values.drawn(new SplittableRandom(5), PICTURES * 3 * 32 * 32);
        List<float[]> all = new ArrayList<>();
        try (NDManager manager = Engines.manager("PyTorch");
                Network network = Network.create(CifarResNet.resnet20(), manager, 1)) {
            NDList pictures = new NDList(HostMemory.array(manager, pixels, new Shape(PICTURES, 3, 32, 32)));
            if (!training) {
                all.add(network.forward(pictures, false).head().toFloatArray());
                return all;
            }
            network.parameters().values().forEach(parameter -> {
                if (parameter.requiresGradient()) {
                    parameter.getArray().setRequiresGradient(true);
                }
            });
            try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                NDArray scores = network.forward(pictures, true).head();
                all.add(scores.toFloatArray());
                tape.backward(scores.pow(2).sum());
            }
            network.parameters()
                    .values()
                    .forEach(parameter -> all.add(
                            parameter.requiresGradient()
                                    ? parameter.getArray().getGradient().toFloatArray()
                                    : parameter.getArray().toFloatArray()));
        }
        return all;
    }
}
