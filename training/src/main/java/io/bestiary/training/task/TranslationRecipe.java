package io.bestiary.training.task;

import io.bestiary.datasets.pairs.PairPreprocessor;
import io.bestiary.datasets.pairs.PairPreprocessor.Vocabularies;
import io.bestiary.datasets.pairs.PairSpec;
import io.bestiary.datasets.text.TokenizerSpec;
import io.bestiary.datasets.text.WordTokenizer.Letters;

/** The sections of a recipe that are this task's own. */
public record TranslationRecipe(PairSpec data, Preprocess preprocess, Loss loss, Batches batches, Decoding decoding) {
    public static final TranslationRecipe DEFAULTS =
            new TranslationRecipe(null, Preprocess.DEFAULTS, Loss.DEFAULTS, Batches.DEFAULTS, Decoding.DEFAULTS);

    /**
     * How texts come to the network.
     *
     * @param letters what becomes of capital ones, in source and target
     * @param tokenizer how texts are cut
     * @param vocabularies whether source and target share a tokenizer
     * @param longest most tokens of a source and of a target
     */
    public record Preprocess(Letters letters, TokenizerSpec tokenizer, Vocabularies vocabularies, int longest) {
        public static final Preprocess DEFAULTS =
                new Preprocess(Letters.AS_WRITTEN, TokenizerSpec.BytePairs.DEFAULTS, Vocabularies.JOINT, 128);

        public Preprocess {
            new PairPreprocessor(letters, vocabularies, longest, 1, 0);
        }
    }

    /**
     * What is made small: the cross entropy of each token of the target.
     *
     * @param labelSmoothing share of the probability that is dealt out among all tokens
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

    /**
     * What goes into a step: pairs of like length.
     *
     * @param tokens most tokens of the longer side, padding among them; 0 for {@code training.batch} pairs
     */
    public record Batches(int tokens) {
        public static final Batches DEFAULTS = new Batches(0);

        public Batches {
            if (tokens < 0) {
                throw new IllegalArgumentException("tokens: must be at least 0, got " + tokens);
            }
        }
    }

    /**
     * How answers are looked for, in validation, test and serving alike.
     *
     * @param beam beginnings that are kept; 1 always takes the most probable token
     * @param lengthPenalty the larger, the longer the texts that are preferred
     */
    public record Decoding(int beam, double lengthPenalty) {
        public static final Decoding DEFAULTS = new Decoding(1, 1);

        public Decoding {
            new PairPreprocessor(Letters.AS_WRITTEN, Vocabularies.JOINT, 1, beam, lengthPenalty);
        }
    }

    PairPreprocessor preprocessor() {
        return new PairPreprocessor(
                preprocess.letters(),
                preprocess.vocabularies(),
                preprocess.longest(),
                decoding.beam(),
                decoding.lengthPenalty());
    }
}
