package io.bestiary.training.task;

import io.bestiary.datasets.image.Augmentation;
import io.bestiary.datasets.image.ImageSpec;
import io.bestiary.datasets.image.MixingCollator.Mix;
import io.bestiary.datasets.image.Resize;
import java.util.List;

/** The sections of a recipe that are this task's own. */
public record ImageClassificationRecipe(
        ImageSpec data, Preprocess preprocess, Augmentation augment, Mix mix, Loss loss) {
    public static final ImageClassificationRecipe DEFAULTS =
            new ImageClassificationRecipe(null, Preprocess.DEFAULTS, Augmentation.NONE, Mix.NONE, Loss.DEFAULTS);

    /**
     * How pictures become tensors.
     *
     * @param size height and width in pixels; 0 takes the size that the network was published with
     * @param mean of each channel on the scale 0 to 1; empty: measured on the training split
     * @param deviation of each channel; empty: measured on the training split
     * @param resize what happens to pictures of another shape
     */
    public record Preprocess(int size, List<Double> mean, List<Double> deviation, Resize resize) {
        public static final Preprocess DEFAULTS = new Preprocess(0, List.of(), List.of(), Resize.STRETCH);

        public Preprocess {
            if (size < 0 || size > 4096) {
                throw new IllegalArgumentException("size: must be between 1 and 4096, got " + size);
            }
            if (mean.size() != deviation.size()) {
                throw new IllegalArgumentException(
                        "deviation: must have as many values as mean, got " + deviation.size() + " and " + mean.size());
            }
        }
    }

    /**
     * The loss.
     *
     * @param labelSmoothing share of the target spread over all classes
     */
    public record Loss(double labelSmoothing) {
        public static final Loss DEFAULTS = new Loss(0);

        public Loss {
            if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
                throw new IllegalArgumentException(
                        "label_smoothing: must be at least 0 and below 1, got " + labelSmoothing);
            }
        }
    }
}
