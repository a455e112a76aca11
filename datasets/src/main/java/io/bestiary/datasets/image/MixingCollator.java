package io.bestiary.datasets.image;

import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.Seeds;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Mixes the pictures of a batch in pairs, each with its counterpart from the other end, by one share for the whole batch.
 *
 * <p>Input (B, C, H, W); targets: classes (B), the counterparts' classes (B), and (B) the share of the first, by which the
 * loss of the two is to be mixed. The share is a function of seed, epoch and the batch's first example.
 */
public final class MixingCollator implements Collator {
    private final Collator pictures;
    private final Mix mix;
    private final long seed;

    /**
     * How pictures are mixed; where both are given, one of the two is drawn for each batch.
     *
     * @param mixup both parameters of the beta distribution that the share is drawn from when pictures are added up, pixel
     *     by pixel; 0 for never; Zhang et al., 2017, https://arxiv.org/abs/1710.09412
     * @param cutmix the same where a rectangle of the counterpart is pasted in; Yun et al., 2019,
     *     https://arxiv.org/abs/1905.04899
     */
    public record Mix(double mixup, double cutmix) {
        public static final Mix NONE = new Mix(0, 0);

        /** What a recipe that says nothing gets. */
        public static final Mix DEFAULTS = NONE;

        public Mix {
            check("mixup", mixup);
            check("cutmix", cutmix);
        }

        private static void check(String key, double value) {
            if (!(value >= 0 && value <= 100)) {
                throw new IllegalArgumentException(key + ": must be between 0 and 100, got " + value);
            }
        }
    }

    /**
     * Makes a collator.
     *
     * @param pictures makes batches of pictures and their classes
     */
    public MixingCollator(Collator pictures, Mix mix, long seed) {
        this.pictures = pictures;
        this.mix = mix;
        this.seed = seed;
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        Batch batch = pictures.collate(indices, epoch);
        SplittableRandom random = Seeds.of(seed, "mix", epoch, indices[0], indices.length);
        boolean paste = mix.mixup() == 0 || (mix.cutmix() > 0 && random.nextBoolean());
        double share = Beta.symmetric(paste ? mix.cutmix() : mix.mixup(), random);
        HostTensor input = batch.inputs().get(0);
        float[] mixed = floats(input);
        double kept = paste ? paste(mixed, input, share, random) : add(mixed, input, share);
        long[] classes = longs(batch.targets().get(0));
        int count = classes.length;
        long[] others = new long[count];
        float[] shares = new float[count];
        for (int i = 0; i < count; i++) {
            others[i] = classes[count - 1 - i];
            shares[i] = (float) kept;
        }
        Shape shape = input.shape();
        return new Batch(
                List.of(HostTensor.floats(mixed, shape.getShape())),
                List.of(batch.targets().get(0), HostTensor.longs(others, count), HostTensor.floats(shares, count)),
                indices);
    }

    private static float[] floats(HostTensor tensor) {
        float[] values = new float[tensor.data().remaining()];
        ((FloatBuffer) tensor.data().duplicate()).get(values);
        return values;
    }

    private static long[] longs(HostTensor tensor) {
        long[] values = new long[tensor.data().remaining()];
        ((LongBuffer) tensor.data().duplicate()).get(values);
        return values;
    }

    private static double add(float[] mixed, HostTensor input, double share) {
        float[] pure = floats(input);
        int count = Math.toIntExact(input.shape().get(0));
        int size = pure.length / count;
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < size; p++) {
                mixed[i * size + p] =
                        (float) (share * pure[i * size + p] + (1 - share) * pure[(count - 1 - i) * size + p]);
            }
        }
        return share;
    }

    /** Pastes a rectangle of 1 - share of the area around a point, cut at the border; returns what is left of the area. */
    private static double paste(float[] mixed, HostTensor input, double share, SplittableRandom random) {
        float[] pure = floats(input);
        int count = Math.toIntExact(input.shape().get(0));
        int channels = Math.toIntExact(input.shape().get(1));
        int height = Math.toIntExact(input.shape().get(2));
        int width = Math.toIntExact(input.shape().get(3));
        double side = Math.sqrt(1 - share);
        int down = random.nextInt(height);
        int right = random.nextInt(width);
        int top = Math.max(0, down - (int) (height * side) / 2);
        int bottom = Math.min(height, down + (int) (height * side) / 2);
        int left = Math.max(0, right - (int) (width * side) / 2);
        int end = Math.min(width, right + (int) (width * side) / 2);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                for (int y = top; y < bottom; y++) {
                    int to = ((i * channels + c) * height + y) * width;
                    int from = (((count - 1 - i) * channels + c) * height + y) * width;
                    System.arraycopy(pure, from + left, mixed, to + left, end - left);
                }
            }
        }
        return 1 - (double) (bottom - top) * (end - left) / ((double) height * width);
    }
}
