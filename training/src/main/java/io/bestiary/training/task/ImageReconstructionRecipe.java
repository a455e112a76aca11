package io.bestiary.training.task;

import io.bestiary.datasets.image.Augmentation;
import io.bestiary.datasets.image.ImageSpec;

/** The sections of a recipe that are this task's own; values are in [0, 1]. */
public record ImageReconstructionRecipe(
        ImageSpec data, ImageGenerationRecipe.Preprocess preprocess, Augmentation augment, Loss loss) {
    public static final ImageReconstructionRecipe DEFAULTS = new ImageReconstructionRecipe(
            null, ImageGenerationRecipe.Preprocess.DEFAULTS, Augmentation.NONE, Loss.DEFAULTS);

    /** How the distance of a picture to its original is measured, summed over its values. */
    public enum Distance {
        /** Binary cross entropy: each value is the probability of ink. */
        ENTROPY,
        /** Half the squared difference: each value is the mean of a normal distribution of deviation 1. */
        SQUARED
    }

    /**
     * What is made small: the distance, and of a variational network the divergence of the latent vector from a standard
     * normal one.
     *
     * @param divergence what the second counts; 1 in the paper
     */
    public record Loss(Distance distance, double divergence) {
        public static final Loss DEFAULTS = new Loss(Distance.ENTROPY, 1);

        public Loss {
            if (!(divergence >= 0 && divergence <= 1000)) {
                throw new IllegalArgumentException("divergence: must be between 0 and 1000, got " + divergence);
            }
        }
    }
}
