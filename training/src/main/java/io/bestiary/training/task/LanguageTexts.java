package io.bestiary.training.task;

import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.text.TextData;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.TokenWindows;
import io.bestiary.datasets.text.TokenizedText;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask.Floor;
import io.bestiary.training.task.LearningTask.Serving;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The texts of a recipe as tokens, divided, and the network and the preprocessor that fit them. */
final class LanguageTexts {
    /** Tokens through which the state of a recurrent network is carried when it is measured. */
    private static final int CARRIED = 512;
    /** Tokens that are measured at once. */
    private static final int MEASURED = 8192;

    private final LanguageModelingRecipe recipe;
    private final Training training;
    private final TextData data;
    private final Tokenizer tokenizer;
    private final Architecture architecture;
    private final TextPreprocessor preprocessor;
    private final Map<SplitName, TokenizedText> texts = new EnumMap<>(SplitName.class);
    private final Map<SplitName, TokenWindows> told = new EnumMap<>(SplitName.class);
    private final TokenWindows windows;
    private final int read;

    private LanguageTexts(Recipe recipe, TextData data, List<String> specials) {
        this.recipe = (LanguageModelingRecipe) recipe.sections();
        this.training = recipe.training();
        this.data = data;
        List<String> all = new ArrayList<>(data.kind() == Kind.SEPARATE ? List.of(Vocabulary.END) : List.of());
        all.addAll(specials);
        this.tokenizer = this.recipe.preprocess().tokenizer().fit(data.train().texts(), all);
        if (tokenizer.size() - all.size() < 2) {
            throw new DataException(
                    data.train().name() + ": must have at least 2 different tokens to learn from, found "
                            + (tokenizer.size() - all.size()));
        }
        this.architecture = Sizes.fit(recipe, Map.of("vocabulary", tokenizer.size()));
        int context = Sizes.size(architecture, "context");
        boolean unlimited = architecture instanceof RecurrentLanguageModel;
        this.preprocessor = new TextPreprocessor(data.kind(), data.answer().isPresent(), unlimited ? 0 : context);
        this.read = unlimited ? Math.max(context, CARRIED) : context;
        // What reads in both directions knows as much at the beginning of a window as in its middle.
        boolean both = specials.contains(Vocabulary.MASK);
        int overlap = both ? 0 : (int) (read * this.recipe.windows().overlap());
        for (SplitName split : SplitName.values()) {
            TokenizedText text = TokenizedText.of(data, part(split), tokenizer, preprocessor.border(tokenizer));
            texts.put(split, text);
            told.put(split, TokenWindows.evaluation(text, read, overlap));
        }
        this.windows = windows(context);
    }

    private TokenWindows windows(int context) {
        try {
            return TokenWindows.training(texts.get(SplitName.TRAIN), context, training.seed());
        } catch (DataException e) {
            throw new DataException(data.train().name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens the texts, fits the tokenizer, and sets the size of the vocabulary where the recipe does not.
     *
     * @param specials tokens that the task needs
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static LanguageTexts open(Recipe recipe, DataFolders folders, List<String> specials) {
        TextData data = ((LanguageModelingRecipe) recipe.sections()).data().open(folders);
        if (data.train().isEmpty() || data.test().isEmpty()) {
            throw new DataException(
                    data.train().name() + ": must leave something to learn from and to be tested on, got "
                            + data.train().characters() + " and " + data.test().characters() + " characters");
        }
        return new LanguageTexts(recipe, data, specials);
    }

    LanguageModelingRecipe recipe() {
        return recipe;
    }

    Architecture architecture() {
        return architecture;
    }

    TextData data() {
        return data;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    TextPreprocessor preprocessor() {
        return preprocessor;
    }

    String unit() {
        return data.kind() == Kind.RUNNING ? "windows" : "texts";
    }

    /** Whether only answers are learned. */
    boolean answers() {
        return data.answer().isPresent();
    }

    TextData.Part part(SplitName split) {
        return switch (split) {
            case TRAIN -> data.train();
            case VALIDATION -> data.validation();
            case TEST -> data.test();
        };
    }

    TokenizedText text(SplitName split) {
        return texts.get(split);
    }

    /** Windows to learn from. */
    TokenWindows windows() {
        return windows;
    }

    /** Windows by which every token of a split is told once. */
    TokenWindows told(SplitName split) {
        return told.get(split);
    }

    /** Number of windows. */
    int size(SplitName split) {
        return split == SplitName.TRAIN ? windows.size() : told.get(split).size();
    }

    /** Windows that are measured at once. */
    int rows() {
        return Math.max(1, MEASURED / read);
    }

    /** The order of the windows to learn from; an epoch may end before all were there. */
    BatchPlan plan() {
        BatchPlan all = BatchPlan.shuffled(windows.size(), training.batch(), training.seed());
        int examples = recipe.windows().examples();
        return examples == 0 ? all : epoch -> first(all.batches(epoch), examples);
    }

    private static List<int[]> first(List<int[]> batches, int examples) {
        List<int[]> some = new ArrayList<>();
        int left = examples;
        for (int[] batch : batches) {
            if (left > 0) {
                some.add(Arrays.copyOf(batch, Math.min(left, batch.length)));
                left -= batch.length;
            }
        }
        return some;
    }

    /** An empty score of a split. */
    LanguageScore score(SplitName split) {
        return new LanguageScore(answers() ? 0 : texts.get(split).characters());
    }

    Floor floor(SplitName split) {
        return LanguageFloors.measure(
                texts.get(SplitName.TRAIN), texts.get(split), told.get(split), tokenizer, () -> score(split));
    }

    Serving serving() {
        return new Serving(preprocessor, List.of(), Map.of(), Map.of(Tokenizer.FILE, tokenizer.toJson()));
    }
}
