package io.bestiary.datasets.image;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.Seeds;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Makes batches of pictures with masks: input (B, C, H, W), target (B, H, W) of ones where it belongs and zeros. A picture
 * and its mask are moved, turned and mirrored alike. Prepared pictures stay in memory.
 */
public final class MaskCollator implements Collator {
    private final Dataset<MaskedImage> data;
    private final ImagePreprocessor preprocessor;
    private final ImagePreprocessor masks;
    private final Augmentation augmentation;
    private final long seed;
    private final AtomicReferenceArray<MaskedImage> kept;

    public MaskCollator(
            Dataset<MaskedImage> data, ImagePreprocessor preprocessor, Augmentation augmentation, long seed) {
        this.data = data;
        this.preprocessor = preprocessor;
        this.masks = new ImagePreprocessor(
                preprocessor.height(), preprocessor.width(), 1, List.of(0.0), List.of(1.0), preprocessor.resize());
        this.augmentation = augmentation;
        this.seed = seed;
        this.kept = new AtomicReferenceArray<>(data.size());
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        int size = Math.toIntExact(preprocessor.shape().size());
        int area = preprocessor.height() * preprocessor.width();
        float[] pictures = new float[Math.multiplyExact(indices.length, size)];
        float[] targets = new float[indices.length * area];
        for (int i = 0; i < indices.length; i++) {
            MaskedImage example = fitted(indices[i]);
            PixelImage image = example.image();
            PixelImage mask = example.mask();
            if (!augmentation.equals(Augmentation.NONE)) {
                // The same numbers twice: what is drawn depends on the sizes alone, which are the same.
                image = augmentation.apply(image, Seeds.of(seed, "augmentation", epoch, indices[i]));
                mask = augmentation.apply(mask, Seeds.of(seed, "augmentation", epoch, indices[i]));
            }
            preprocessor.normalize(image, pictures, i * size);
            for (int at = 0; at < area; at++) {
                targets[i * area + at] = (mask.pixels()[at] & 0xff) >= MaskedImage.BELONGS ? 1 : 0;
            }
        }
        int height = preprocessor.height();
        int width = preprocessor.width();
        return new Batch(
                List.of(HostTensor.floats(pictures, indices.length, preprocessor.channels(), height, width)),
                List.of(HostTensor.floats(targets, indices.length, height, width)),
                indices);
    }

    private MaskedImage fitted(int index) {
        MaskedImage known = kept.get(index);
        if (known == null) {
            MaskedImage example = data.get(index);
            known = new MaskedImage(example.id(), preprocessor.fit(example.image()), masks.fit(example.mask()));
            kept.set(index, known);
        }
        return known;
    }
}
