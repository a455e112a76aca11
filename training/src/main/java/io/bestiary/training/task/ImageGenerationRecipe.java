package io.bestiary.training.task;

import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.bestiary.datasets.image.Augmentation;
import io.bestiary.datasets.image.DrawingSpec;
import io.bestiary.datasets.image.Resize;
import io.bestiary.training.optimizer.OptimizerSpec;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.task.AdversarialLoss.WassersteinPenalty;
import io.bestiary.zoo.engine.InputGradient;
import java.nio.file.Path;
import java.util.Optional;

/** The sections of a recipe that are this task's own. */
public record ImageGenerationRecipe(
        DrawingSpec data,
        Preprocess preprocess,
        Augmentation augment,
        AdversarialLoss loss,
        Generator generator,
        Discriminator discriminator,
        Measure measure) {
    public static final ImageGenerationRecipe DEFAULTS = new ImageGenerationRecipe(
            null,
            Preprocess.DEFAULTS,
            Augmentation.NONE,
            AdversarialLoss.NonSaturating.DEFAULTS,
            Generator.DEFAULTS,
            Discriminator.DEFAULTS,
            Measure.DEFAULTS);

    /**
     * How pictures become tensors, of values in [-1, 1] as the generator's are.
     *
     * @param size height and width in pixels; 0 takes the size of the network
     * @param resize what happens to pictures of another shape
     */
    public record Preprocess(int size, Resize resize) {
        public static final Preprocess DEFAULTS = new Preprocess(0, Resize.STRETCH);

        public Preprocess {
            if (size < 0 || size > 1024) {
                throw new IllegalArgumentException("size: must be between 0 and 1024, got " + size);
            }
        }
    }

    /**
     * How the generator learns.
     *
     * @param optimizer its own; that of {@code training} where none is given
     */
    public record Generator(Optional<OptimizerSpec> optimizer) {
        public static final Generator DEFAULTS = new Generator(Optional.empty());
    }

    /**
     * How the discriminator learns.
     *
     * @param optimizer its own; that of {@code training} where none is given
     * @param steps updates for each update of the generator, each on a batch of its own
     * @param auxiliary what naming the class counts beside the loss, where the network does so: of real pictures for the
     *     discriminator, of drawn ones for the generator
     */
    public record Discriminator(Optional<OptimizerSpec> optimizer, int steps, double auxiliary) {
        public static final Discriminator DEFAULTS = new Discriminator(Optional.empty(), 1, 1);

        public Discriminator {
            if (steps < 1 || steps > 1000) {
                throw new IllegalArgumentException("steps: must be between 1 and 1000, got " + steps);
            }
            if (!(auxiliary >= 0 && auxiliary <= 1000)) {
                throw new IllegalArgumentException("auxiliary: must be between 0 and 1000, got " + auxiliary);
            }
        }
    }

    /**
     * What the drawings are measured with.
     *
     * @param samples drawn to be measured
     * @param judge a run or checkpoint of a picture classifier for the same classes, whose features and answers the
     *     metrics are made of; none: pictures are not measured
     */
    public record Measure(int samples, Optional<Path> judge) {
        public static final Measure DEFAULTS = new Measure(2000, Optional.empty());

        public Measure {
            if (samples < 10 || samples > 1_000_000) {
                throw new IllegalArgumentException("samples: must be between 10 and 1000000, got " + samples);
            }
        }
    }

    /**
     * Refuses what no data can make right.
     *
     * @throws io.bestiary.training.recipe.RecipeException with the reason
     */
    static void check(Recipe recipe) {
        ImageGenerationRecipe sections = (ImageGenerationRecipe) recipe.sections();
        if (!(sections.loss instanceof WassersteinPenalty)) {
            return;
        }
        if (!InputGradient.runsOn(recipe.engine())) {
            throw recipe.refuse(
                    "loss",
                    "name",
                    "wasserstein-penalty " + InputGradient.ONLY_PYTORCH + ", got engine " + recipe.engine()
                            + "; wasserstein, with clipping, runs on both");
        }
        for (Pair<String, Parameter> parameter : recipe.architecture().network().getParameters()) {
            if (parameter.getKey().startsWith(Adversary.DISCRIMINATOR + ".")
                    && parameter.getValue().getType() == Parameter.Type.RUNNING_VAR) {
                throw recipe.refuse(
                        "loss",
                        "name",
                        "wasserstein-penalty is of each picture's own slope, so that the discriminator must have no"
                                + " batch normalization, got " + recipe.model());
            }
        }
    }
}
