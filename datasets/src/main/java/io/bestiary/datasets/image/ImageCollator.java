package io.bestiary.datasets.image;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.Seeds;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Makes batches of pictures: input (B, C, H, W) of float32, target (B) of int64. Decoded and resized pictures stay in
 * memory while they fit into an eighth of the heap, so that later epochs need not decode them again.
 */
public final class ImageCollator implements Collator {
    private static final long OBJECT_BYTES = 100;

    private final Dataset<LabelledImage> data;
    private final ImagePreprocessor preprocessor;
    private final Augmentation augmentation;
    private final long seed;
    private final AtomicReferenceArray<LabelledImage> kept;
    private final AtomicLong budget;

    /**
     * Makes a collator.
     *
     * @param augmentation what to change at random in each picture: a function of seed, epoch and index
     */
    public ImageCollator(
            Dataset<LabelledImage> data, ImagePreprocessor preprocessor, Augmentation augmentation, long seed) {
        this(data, preprocessor, augmentation, seed, Runtime.getRuntime().maxMemory() / 8);
    }

    ImageCollator(
            Dataset<LabelledImage> data,
            ImagePreprocessor preprocessor,
            Augmentation augmentation,
            long seed,
            long budget) {
        this.data = data;
        this.preprocessor = preprocessor;
        this.augmentation = augmentation;
        this.seed = seed;
        this.kept = new AtomicReferenceArray<>(data.size());
        this.budget = new AtomicLong(budget);
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        int size = Math.toIntExact(preprocessor.shape().size());
        float[] pictures = new float[Math.multiplyExact(indices.length, size)];
        long[] labels = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            LabelledImage example = fitted(indices[i]);
            PixelImage changed = augmentation.equals(Augmentation.NONE)
                    ? example.image()
                    : augmentation.apply(example.image(), Seeds.of(seed, "augmentation", epoch, indices[i]));
            preprocessor.normalize(changed, pictures, i * size);
            labels[i] = example.label();
        }
        HostTensor input = HostTensor.floats(
                pictures, indices.length, preprocessor.channels(), preprocessor.height(), preprocessor.width());
        return new Batch(List.of(input), List.of(HostTensor.longs(labels, indices.length)), indices);
    }

    private LabelledImage fitted(int index) {
        LabelledImage known = kept.get(index);
        if (known != null) {
            return known;
        }
        LabelledImage example = data.get(index);
        PixelImage image = preprocessor.fit(example.image());
        LabelledImage fitted = new LabelledImage(example.id(), image, example.label());
        long bytes = image.pixels().length + OBJECT_BYTES;
        // Two threads may make the same picture; what both count is lost to the budget, and no more than that.
        if (budget.addAndGet(-bytes) >= 0) {
            kept.set(index, fitted);
        } else {
            budget.addAndGet(bytes);
        }
        return fitted;
    }
}
