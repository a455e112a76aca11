package io.bestiary.training.task;

import io.bestiary.datasets.text.TextSpec;
import io.bestiary.datasets.text.TokenizerSpec;

/** The sections of a recipe that are this task's own; how many tokens it reads at once is the network's to say. */
public record LanguageModelingRecipe(TextSpec data, Preprocess preprocess, Windowing windows, Masks masks) {
    public static final LanguageModelingRecipe DEFAULTS =
            new LanguageModelingRecipe(null, Preprocess.DEFAULTS, Windowing.DEFAULTS, Masks.DEFAULTS);

    /**
     * How texts become tokens.
     *
     * @param tokenizer is fitted on the training part
     */
    public record Preprocess(TokenizerSpec tokenizer) {
        public static final Preprocess DEFAULTS = new Preprocess(new TokenizerSpec.Characters());
    }

    /**
     * What is read at once.
     *
     * @param examples windows, or separate texts, in an epoch; 0 for as many as there are
     * @param overlap share of a window that is only read when the network is measured, as it was told in the one before: so
     *     each token is told once, knowing at least this share of the context; networks that read in both directions have
     *     none
     */
    public record Windowing(int examples, double overlap) {
        public static final Windowing DEFAULTS = new Windowing(0, 0.5);

        public Windowing {
            if (examples < 0) {
                throw new IllegalArgumentException("examples: must be at least 0, got " + examples);
            }
            if (!(overlap >= 0 && overlap <= 0.95)) {
                throw new IllegalArgumentException("overlap: must be between 0 and 0.95, got " + overlap);
            }
        }
    }

    /**
     * What is hidden, of networks that read in both directions.
     *
     * @param share of the tokens
     */
    public record Masks(double share) {
        public static final Masks DEFAULTS = new Masks(0.15);

        public Masks {
            if (!(share > 0 && share <= 0.9)) {
                throw new IllegalArgumentException("share: must be above 0 and at most 0.9, got " + share);
            }
        }
    }
}
