package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.gan.MlpGan;
import io.bestiary.zoo.nn.Generative;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PretrainedMnistIT {
    private static final int BATCH = 500;

    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void isRightAsOftenAsTheReference(String engine) throws IOException {
        int correct = 0;
        try (NDManager manager = Engines.manager(engine);
                Network judge = PretrainedMnist.judge(manager)) {
            for (int first = 0; first < 10_000; first += BATCH) {
                float[] probabilities =
                        PretrainedMnist.probabilities(judge, manager, PretrainedMnist.pixels(first, BATCH));
                byte[] labels = PretrainedMnist.labels(first, BATCH);
                for (int row = 0; row < BATCH; row++) {
                    correct += probabilities[row * 10 + labels[row]] == top(probabilities, row) ? 1 : 0;
                }
            }
        }
        assertThat(correct).isBetween(9907, 9909); // PyTorch: 99.08 %
    }

    /**
     * The generator draws in [-1, 1], the judge was trained on [0, 1]. As they are drawn, PyTorch finds a mean of 0.902 to 0.909
     * over four seeds; moved to the judge's range, 0.810 to 0.814, since three in ten of these pictures have a white ground.
     */
    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void recognizesWhatTheGeneratorDraws(String engine) {
        int samples = 1000;
        Random random = new Random(1);
        float[] latent = new float[samples * 64];
        IntStream.range(0, latent.length).forEach(i -> latent[i] = (float) random.nextGaussian());
        try (NDManager manager = Engines.manager(engine);
                Network judge = PretrainedMnist.judge(manager);
                Network gan = Pretrained.load(
                        MlpGan.mlpGan(), manager, PretrainedMnist.FOLDER + "G--300.safetensors", "generator.")) {
            NDList input = new NDList(manager.create(latent, new Shape(samples, 64)));
            float[] drawn = gan.forward(((Generative) gan.block()).generator(), input, false)
                    .head()
                    .toFloatArray();
            float[] probabilities = PretrainedMnist.probabilities(judge, manager, drawn);
            assertThat(meanTop(probabilities)).isGreaterThan(0.9);
            assertThat(IntStream.range(0, samples)
                            .map(row -> digit(probabilities, row))
                            .distinct()
                            .count())
                    .isEqualTo(10);
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (drawn[i] + 1) / 2;
            }
            assertThat(meanTop(PretrainedMnist.probabilities(judge, manager, drawn)))
                    .isBetween(0.80, 0.825);
        }
    }

    private static double meanTop(float[] probabilities) {
        return IntStream.range(0, probabilities.length / 10)
                .mapToDouble(row -> top(probabilities, row))
                .average()
                .orElseThrow();
    }

    private static int digit(float[] probabilities, int row) {
        return IntStream.range(0, 10)
                .filter(i -> probabilities[row * 10 + i] == top(probabilities, row))
                .findFirst()
                .orElseThrow();
    }

    private static float top(float[] probabilities, int row) {
        float top = 0;
        for (int i = 0; i < 10; i++) {
            top = Math.max(top, probabilities[row * 10 + i]);
        }
        return top;
    }
}
