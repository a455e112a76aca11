package io.bestiary.datasets.image;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.Dataset;

/** Makes batches of pictures: input (B, C, H, W) of float32, target (B) of int64. */
public final class ImageCollator implements Collator {

    public ImageCollator(
            Dataset<LabelledImage> data, ImagePreprocessor preprocessor, Augmentation augmentation, long seed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        throw new UnsupportedOperationException();
    }
}
