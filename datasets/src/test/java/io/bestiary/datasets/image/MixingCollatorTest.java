package io.bestiary.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.image.MixingCollator.Mix;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixingCollatorTest {
    private static final int SIDE = 8;

    /** Picture i is all i, its class too. */
    private static final Collator PLAIN = (indices, epoch) -> {
        float[] values = new float[indices.length * 2 * SIDE * SIDE];
        long[] classes = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            Arrays.fill(values, i * 2 * SIDE * SIDE, (i + 1) * 2 * SIDE * SIDE, indices[i]);
            classes[i] = indices[i];
        }
        return new Batch(
                List.of(HostTensor.floats(values, indices.length, 2, SIDE, SIDE)),
                List.of(HostTensor.longs(classes, indices.length)),
                indices);
    };

    private static float[] floats(HostTensor tensor) {
        return ((FloatBuffer) tensor.data()).array();
    }

    @Test
    void addsPicturesUpByTheShareThatItTells() {
        MixingCollator collator = new MixingCollator(PLAIN, new Mix(1, 0), 1);
        Batch batch = collator.collate(new int[] {3, 7, 5}, 0);
        float share = floats(batch.targets().get(2))[0];
        assertThat(share).isStrictlyBetween(0f, 1f);
        assertThat(((LongBuffer) batch.targets().get(0).data()).array()).containsExactly(3, 7, 5);
        assertThat(((LongBuffer) batch.targets().get(1).data()).array()).containsExactly(5, 7, 3);
        float[] pixels = floats(batch.inputs().get(0));
        assertThat(pixels[0]).isCloseTo(share * 3 + (1 - share) * 5, within(1e-5f));
        assertThat(pixels[2 * SIDE * SIDE]).isCloseTo(7, within(1e-5f));
        assertThat(pixels[pixels.length - 1]).isCloseTo(share * 5 + (1 - share) * 3, within(1e-5f));
    }

    @Test
    void pastesARectangleAndTellsTheShareOfWhatIsLeft() {
        MixingCollator collator = new MixingCollator(PLAIN, new Mix(0, 1), 1);
        for (int epoch = 0; epoch < 50; epoch++) {
            Batch batch = collator.collate(new int[] {3, 5}, epoch);
            float[] first = Arrays.copyOf(floats(batch.inputs().get(0)), SIDE * SIDE);
            int own = 0;
            for (float pixel : first) {
                assertThat(pixel).isIn(3f, 5f);
                own += pixel == 3 ? 1 : 0;
            }
            assertThat(floats(batch.targets().get(2))[0]).isCloseTo((float) own / (SIDE * SIDE), within(1e-6f));
        }
    }

    @Test
    void isAFunctionOfSeedEpochAndExamples() {
        MixingCollator collator = new MixingCollator(PLAIN, new Mix(0.4, 1), 1);
        int[] indices = {1, 2, 3, 4};
        float[] once = floats(collator.collate(indices, 3).inputs().get(0));
        assertThat(floats(collator.collate(indices, 3).inputs().get(0))).containsExactly(once);
        assertThat(floats(collator.collate(indices, 4).inputs().get(0))).isNotEqualTo(once);
    }

    /** Mean 1/2 and variance 1 / (4 (2a + 1)) of Beta(a, a). */
    @Test
    void drawsFromTheBetaDistribution() {
        for (double a : new double[] {0.1, 0.4, 1, 3}) {
            SplittableRandom random = new SplittableRandom(7);
            double sum = 0;
            double squares = 0;
            int count = 100_000;
            for (int i = 0; i < count; i++) {
                double x = Beta.symmetric(a, random);
                assertThat(x).isBetween(0.0, 1.0);
                sum += x;
                squares += (x - 0.5) * (x - 0.5);
            }
            assertThat(sum / count).as("mean for %s", a).isCloseTo(0.5, within(0.005));
            assertThat(squares / count).as("variance for %s", a).isCloseTo(1 / (4 * (2 * a + 1)), within(0.003));
        }
    }

    @Test
    void refusesWhatIsNoParameter() {
        assertThatThrownBy(() -> new Mix(-1, 0)).hasMessage("mixup: must be between 0 and 100, got -1.0");
        assertThatThrownBy(() -> new Mix(0, 101)).hasMessage("cutmix: must be between 0 and 100, got 101.0");
    }
}
