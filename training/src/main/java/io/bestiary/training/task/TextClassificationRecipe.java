package io.bestiary.training.task;

import io.bestiary.datasets.labelled.LabelledTextSpec;
import io.bestiary.datasets.labelled.UnknownWords;
import io.bestiary.datasets.text.TokenizerSpec;
import io.bestiary.training.task.ImageClassificationRecipe.Loss;

/** The sections of a recipe that are this task's own. */
public record TextClassificationRecipe(
        LabelledTextSpec data, Preprocess preprocess, Batching batches, Augment augment, Loss loss) {
    public static final TextClassificationRecipe DEFAULTS =
            new TextClassificationRecipe(null, Preprocess.DEFAULTS, Batching.DEFAULTS, Augment.DEFAULTS, Loss.DEFAULTS);

    /**
     * How texts become tokens.
     *
     * @param tokenizer what they are cut into, learned from the training texts
     * @param longest most tokens of a text, one more than its own; 0: 512, or what the network reads if that is less
     */
    public record Preprocess(TokenizerSpec tokenizer, int longest) {
        public static final Preprocess DEFAULTS = new Preprocess(TokenizerSpec.Words.DEFAULTS, 0);

        public Preprocess {
            if (longest < 0 || longest == 1) {
                throw new IllegalArgumentException("longest: must be 0 or at least 2, got " + longest);
            }
        }
    }

    /**
     * What training does to the texts.
     *
     * @param unknown which tokens become unknown
     */
    public record Augment(UnknownWords unknown) {
        public static final Augment DEFAULTS = new Augment(UnknownWords.NONE);
    }
}
