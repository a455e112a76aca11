package io.bestiary.training.task;

import io.bestiary.datasets.image.Augmentation;
import io.bestiary.datasets.image.MaskSpec;

/** The sections of a recipe that are this task's own. */
public record ImageSegmentationRecipe(
        MaskSpec data, ImageClassificationRecipe.Preprocess preprocess, Augmentation augment, Loss loss) {
    public static final ImageSegmentationRecipe DEFAULTS = new ImageSegmentationRecipe(
            null, ImageClassificationRecipe.Preprocess.DEFAULTS, Augmentation.NONE, Loss.DEFAULTS);

    /**
     * The loss: cross entropy of each pixel, and beside it what the soft Dice coefficient of the batch lacks to 1; Milletari
     * et al., 2016, https://arxiv.org/abs/1606.04797.
     *
     * @param dice what the second counts; 0 leaves it out
     */
    public record Loss(double dice) {
        public static final Loss DEFAULTS = new Loss(1);

        public Loss {
            if (!(dice >= 0 && dice <= 1000)) {
                throw new IllegalArgumentException("dice: must be between 0 and 1000, got " + dice);
            }
        }
    }
}
