package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.image.Augmentation;
import io.bestiary.datasets.image.ImageCollator;
import io.bestiary.datasets.image.ImageData;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.LabelledImage;
import io.bestiary.datasets.image.MixingCollator;
import io.bestiary.datasets.image.MixingCollator.Mix;
import io.bestiary.inference.djl.PictureBlockFactory;
import io.bestiary.inference.pipeline.ImageClassificationPipeline;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures to one of several classes, by cross entropy. */
final class ImageClassificationTask implements LearningTask {
    private static final int EVALUATION_BATCH = 256;
    /** Mistakes to look at. */
    private static final int WORST = 24;

    /** What the loss of an auxiliary head counts; Szegedy et al., 2014, section 5. */
    private static final double AUXILIARY = 0.3;

    private final ImageClassification architecture;
    private final ImageClassificationRecipe recipe;
    private final Training training;
    private final ImageData data;
    private final ImagePreprocessor preprocessor;

    private ImageClassificationTask(
            ImageClassification architecture, ImageClassificationRecipe recipe, Training training, ImageData data) {
        this.architecture = architecture;
        this.recipe = recipe;
        this.training = training;
        this.data = data;
        this.preprocessor = preprocessor(recipe.preprocess());
    }

    /**
     * Opens the data, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static ImageClassificationTask open(Recipe recipe, DataFolders folders) {
        ImageClassificationRecipe sections = (ImageClassificationRecipe) recipe.sections();
        ImageData data = sections.data().open(folders);
        try {
            ImageClassification architecture = fit(recipe, sections, data);
            ImageClassificationTask task = new ImageClassificationTask(architecture, sections, recipe.training(), data);
            architecture.network().getOutputShapes(new Shape[] {new Shape(1).addAll(task.preprocessor.shape())});
            return task;
        } catch (IllegalArgumentException e) {
            String key = e.getMessage().replaceFirst(":.*", "");
            throw recipe.refuse(
                    "preprocess", List.of("mean", "deviation").contains(key) ? key : "size", e.getMessage());
        }
    }

    private static ImageClassification fit(Recipe recipe, ImageClassificationRecipe sections, ImageData data) {
        ImageClassification given = (ImageClassification) recipe.architecture();
        int classes = data.classes().size();
        if (recipe.states("model", "classes") && given.classes() != classes) {
            throw recipe.refuse(
                    "model", "classes", "must be " + classes + ", as the data have, got " + given.classes());
        }
        Map<String, Object> sizes = new LinkedHashMap<>(Map.of("classes", classes));
        if (!recipe.states("model", "channels")) {
            sizes.put("channels", data.splits().train().get(0).image().channels());
        }
        int size = sections.preprocess().size();
        if (size != 0 && Hyperparameters.values(given).containsKey("image_size")) {
            if (recipe.states("model", "image_size") && given.imageSize() != size) {
                throw recipe.refuse(
                        "model", "image_size", "must be preprocess.size " + size + ", got " + given.imageSize());
            }
            sizes.put("image_size", size);
        }
        return Hyperparameters.with(given, sizes);
    }

    private ImagePreprocessor preprocessor(ImageClassificationRecipe.Preprocess wanted) {
        int size = wanted.size() == 0 ? architecture.imageSize() : wanted.size();
        if (wanted.mean().isEmpty()) {
            return ImagePreprocessor.fitted(
                    data.splits().train(), size, size, architecture.channels(), wanted.resize());
        }
        return new ImagePreprocessor(
                size, size, architecture.channels(), wanted.mean(), wanted.deviation(), wanted.resize());
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        return new ImageClassificationRecipe(
                recipe.data(),
                new ImageClassificationRecipe.Preprocess(
                        preprocessor.height(), preprocessor.mean(), preprocessor.deviation(), preprocessor.resize()),
                recipe.augment(),
                recipe.mix(),
                recipe.loss());
    }

    @Override
    public String unit() {
        return "images";
    }

    @Override
    public int size(SplitName split) {
        return examples(split).size();
    }

    private Dataset<LabelledImage> examples(SplitName split) {
        return split.of(data.splits());
    }

    private int[] labels(SplitName split) {
        return switch (split) {
            case TRAIN -> data.trainLabels();
            case VALIDATION -> data.validationLabels();
            case TEST -> data.testLabels();
        };
    }

    @Override
    public String dataSha256() {
        return data.sha256();
    }

    @Override
    public BatchPlan plan() {
        return BatchPlan.shuffled(size(SplitName.TRAIN), training.batch(), training.seed());
    }

    @Override
    public Collator collator() {
        Collator pictures = new ImageCollator(data.splits().train(), preprocessor, recipe.augment(), training.seed());
        return recipe.mix().equals(Mix.NONE) ? pictures : new MixingCollator(pictures, recipe.mix(), training.seed());
    }

    @Override
    public List<Metric> metrics() {
        return ClassificationScore.METRICS;
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        double loss = learners.get("").update(() -> {
            NDList targets = step.targets();
            NDList logits = step.network().forward(step.inputs(), true);
            NDArray sum = loss(logits.head(), targets);
            for (NDArray auxiliary : logits.subNDList(1)) {
                NDArray part = loss(auxiliary, targets);
                sum = sum.add(part.mul(HostMemory.number(part, AUXILIARY)));
            }
            return sum;
        });
        return Map.of("loss", loss);
    }

    /** Of mixed pictures, the losses against both classes, mixed as the pictures are. */
    private NDArray loss(NDArray logits, NDList targets) {
        double smoothing = recipe.loss().labelSmoothing();
        NDArray loss = Losses.crossEntropy(logits, targets.head(), smoothing);
        if (targets.size() == 1) {
            return loss;
        }
        // One share for the whole batch, so that the mean of the mixed losses is the mix of their means.
        NDArray share = targets.get(2).get(0);
        NDArray other = Losses.crossEntropy(logits, targets.get(1), smoothing);
        return loss.sub(other).mul(share).add(other);
    }

    private void ask(Network network, NDManager manager, SplitName split, Answers answers) {
        ImageClassificationPipeline pipeline = new ImageClassificationPipeline(network, preprocessor, data.classes());
        Collator collator = new ImageCollator(examples(split), preprocessor, Augmentation.NONE, training.seed());
        new Questions(BatchPlan.inOrder(size(split), EVALUATION_BATCH), collator, training.workers())
                .classes(manager, pipeline::logits, answers);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        ClassificationScore score = new ClassificationScore(data.classes().size());
        ask(network, manager, split, (logits, classes, indices) -> score.add(logits, classes));
        return score.evaluation();
    }

    @Override
    public List<Exhibit> exhibits(Network network, NDManager manager, SplitName split) {
        ClassificationMistakes mistakes = new ClassificationMistakes(data.classes());
        ask(network, manager, split, mistakes::add);
        Dataset<LabelledImage> pictures = examples(split);
        return List.of(
                mistakes.confusion(),
                new Exhibit.Pictures(
                        "Worst mistakes",
                        mistakes.worst(WORST).stream()
                                .map(mistake -> Png.picture(
                                        pictures.get(mistake.index()).image(), mistakes.caption(mistake)))
                                .toList()));
    }

    /** Always answers the class that is most frequent in training. */
    @Override
    public Floor floor(SplitName split) {
        int[] counts = new int[data.classes().size()];
        Arrays.stream(labels(SplitName.TRAIN)).forEach(label -> counts[label]++);
        int majority = 0;
        for (int k = 1; k < counts.length; k++) {
            majority = counts[k] > counts[majority] ? k : majority;
        }
        int answer = majority;
        long right =
                Arrays.stream(labels(split)).filter(label -> label == answer).count();
        return new Floor("majority class", Map.of(ClassificationScore.ACCURACY.name(), (double) right / size(split)));
    }

    @Override
    public Serving serving() {
        return new Serving(preprocessor, data.classes(), PictureBlockFactory.servingProperties(), Map.of());
    }
}
