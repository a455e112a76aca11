package io.bestiary.training.task;

import io.bestiary.datasets.labelled.TaggedSpec;
import io.bestiary.datasets.text.WordTokenizer.Letters;
import io.bestiary.training.task.ImageClassificationRecipe.Loss;

/** The sections of a recipe that are this task's own. */
public record TokenClassificationRecipe(
        TaggedSpec data, Preprocess preprocess, Batching batches, TextClassificationRecipe.Augment augment, Loss loss) {
    public static final TokenClassificationRecipe DEFAULTS = new TokenClassificationRecipe(
            null, Preprocess.DEFAULTS, Batching.DEFAULTS, TextClassificationRecipe.Augment.DEFAULTS, Loss.DEFAULTS);

    /**
     * How words become numbers. Their characters, where the network sees them, stay as they are written.
     *
     * @param vocabulary most words that are known
     * @param least how often a word must be in the training sentences
     * @param letters what becomes of capital ones
     * @param longest most words of a sentence; 0: 512, or what the network reads if that is less
     * @param longestWord characters of a word that are seen, where the network sees them
     */
    public record Preprocess(int vocabulary, int least, Letters letters, int longest, int longestWord) {
        public static final Preprocess DEFAULTS = new Preprocess(50_000, 1, Letters.LOWER_CASE, 0, 24);

        public Preprocess {
            check("vocabulary", vocabulary, 16, 10_000_000);
            check("least", least, 1, 10_000_000);
            check("longest", longest, 0, 1_000_000);
            check("longest_word", longestWord, 2, 1000);
        }

        private static void check(String key, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        key + ": must be between " + least + " and " + most + ", got " + value);
            }
        }
    }
}
