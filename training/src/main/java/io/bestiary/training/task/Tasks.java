package io.bestiary.training.task;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.image.DrawingSpec;
import io.bestiary.datasets.image.ImageSpec;
import io.bestiary.datasets.image.MaskSpec;
import io.bestiary.datasets.labelled.LabelledTextSpec;
import io.bestiary.datasets.labelled.TaggedSpec;
import io.bestiary.datasets.pairs.PairSpec;
import io.bestiary.datasets.series.LabelledSeriesSpec;
import io.bestiary.datasets.series.SeriesSpec;
import io.bestiary.datasets.text.TextSpec;
import io.bestiary.datasets.text.TokenizerSpec;
import io.bestiary.training.optimizer.Clipping;
import io.bestiary.training.optimizer.OptimizerSpec;
import io.bestiary.training.optimizer.Schedule;
import io.bestiary.training.recipe.Choices;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.zoo.nn.Task;
import java.util.Map;
import java.util.Set;

/** The tasks that can be trained: one line each. */
public final class Tasks {
    private static final Map<Task, Class<? extends Record>> SECTIONS = Map.of(
            Task.IMAGE_CLASSIFICATION, ImageClassificationRecipe.class,
            Task.IMAGE_GENERATION, ImageGenerationRecipe.class,
            Task.IMAGE_RECONSTRUCTION, ImageReconstructionRecipe.class,
            Task.IMAGE_SEGMENTATION, ImageSegmentationRecipe.class,
            Task.FORECASTING, ForecastingRecipe.class,
            Task.LANGUAGE_MODELING, LanguageModelingRecipe.class,
            Task.SERIES_CLASSIFICATION, SeriesClassificationRecipe.class,
            Task.TRANSLATION, TranslationRecipe.class,
            Task.TEXT_CLASSIFICATION, TextClassificationRecipe.class,
            Task.TOKEN_CLASSIFICATION, TokenClassificationRecipe.class);

    private Tasks() {}

    /** Reads a recipe for any task. */
    public static Recipe read(Document document) {
        Recipe recipe = Recipe.read(document, choices(), SECTIONS);
        if (recipe.task() == Task.IMAGE_GENERATION) {
            ImageGenerationRecipe.check(recipe);
        }
        return recipe;
    }

    /** The tasks that have one. */
    public static Set<Task> trainable() {
        return SECTIONS.keySet();
    }

    /** Opens the data of a recipe, and fits the network to them. */
    public static LearningTask open(Recipe recipe, DataFolders folders) {
        return switch (recipe.task()) {
            case IMAGE_CLASSIFICATION -> ImageClassificationTask.open(recipe, folders);
            case LANGUAGE_MODELING -> LanguageModelingTask.open(recipe, folders);
            case IMAGE_GENERATION -> ImageGenerationTask.open(recipe, folders);
            case IMAGE_RECONSTRUCTION -> ImageReconstructionTask.open(recipe, folders);
            case IMAGE_SEGMENTATION -> ImageSegmentationTask.open(recipe, folders);
            case FORECASTING -> ForecastingTask.open(recipe, folders);
            case SERIES_CLASSIFICATION -> SeriesClassificationTask.open(recipe, folders);
            case TRANSLATION -> TranslationTask.open(recipe, folders);
            case TEXT_CLASSIFICATION -> TextClassificationTask.open(recipe, folders);
            case TOKEN_CLASSIFICATION -> TokenClassificationTask.open(recipe, folders);
            default -> throw new IllegalArgumentException("task: cannot be trained yet, got " + recipe.task());
        };
    }

    private static Choices choices() {
        Choices choices = new Choices();
        OptimizerSpec.defaults().forEach((name, spec) -> choices.add(OptimizerSpec.class, name, spec.getClass()));
        Schedule.defaults().forEach((name, schedule) -> choices.add(Schedule.class, name, schedule.getClass()));
        Clipping.defaults().forEach((name, clipping) -> choices.add(Clipping.class, name, clipping.getClass()));
        ImageSpec.kinds().forEach((name, kind) -> choices.add(ImageSpec.class, name, kind));
        MaskSpec.kinds().forEach((name, kind) -> choices.add(MaskSpec.class, name, kind));
        DrawingSpec.drawings().forEach((name, kind) -> choices.add(DrawingSpec.class, name, kind));
        AdversarialLoss.defaults().forEach((name, loss) -> choices.add(AdversarialLoss.class, name, loss.getClass()));
        SeriesSpec.kinds().forEach((name, kind) -> choices.add(SeriesSpec.class, name, kind));
        LabelledSeriesSpec.kinds().forEach((name, kind) -> choices.add(LabelledSeriesSpec.class, name, kind));
        TextSpec.kinds().forEach((name, kind) -> choices.add(TextSpec.class, name, kind));
        TokenizerSpec.kinds().forEach((name, kind) -> choices.add(TokenizerSpec.class, name, kind));
        PairSpec.kinds().forEach((name, kind) -> choices.add(PairSpec.class, name, kind));
        LabelledTextSpec.kinds().forEach((name, kind) -> choices.add(LabelledTextSpec.class, name, kind));
        TaggedSpec.kinds().forEach((name, kind) -> choices.add(TaggedSpec.class, name, kind));
        return choices;
    }
}
