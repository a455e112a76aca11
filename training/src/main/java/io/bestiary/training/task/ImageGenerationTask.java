package io.bestiary.training.task;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.image.Gaussians;
import io.bestiary.datasets.image.ImageData;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.ImageSpec;
import io.bestiary.datasets.image.Points;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.ImageGenerationPipeline;
import io.bestiary.inference.pipeline.Wish;
import io.bestiary.training.optimizer.OptimizerSpec;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pictures, or points, out of noise, by a generator and a discriminator that learn from each other. */
final class ImageGenerationTask implements LearningTask {
    private static final int DRAWING_BATCH = 256;

    /** Epochs in a row that must look bad before it is said. */
    private static final int PATIENCE = 3;

    private final ImageGeneration architecture;
    private final ImageGenerationRecipe recipe;
    private final Training training;
    private final Drawings drawings;
    private final Optional<Points> points;
    private final Adversary adversary;

    private ImageGenerationTask(
            ImageGeneration architecture,
            ImageGenerationRecipe recipe,
            Training training,
            Drawings drawings,
            Optional<Points> points) {
        this.architecture = architecture;
        this.recipe = recipe;
        this.training = training;
        this.drawings = drawings;
        this.points = points;
        this.adversary = new Adversary(architecture, recipe, training.batch());
    }

    /**
     * Opens the data, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static ImageGenerationTask open(Recipe recipe, DataFolders folders) {
        ImageGenerationRecipe sections = (ImageGenerationRecipe) recipe.sections();
        Training training = recipe.training();
        if (sections.data() instanceof Gaussians gaussians) {
            ImageGeneration fitted = fit(recipe, Map.of("image_size", 1, "channels", 2));
            if (fitted.conditions() > 0) {
                throw recipe.refuse(
                        "model", "name", "must draw without classes, as the points have none, got " + recipe.model());
            }
            return new ImageGenerationTask(
                    fitted,
                    sections,
                    training,
                    new PointDrawings(gaussians, sections.measure().samples()),
                    Optional.of(new Points(gaussians.scale())));
        }
        ImageData data = ((ImageSpec) sections.data()).open(folders);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        ImageGeneration given = (ImageGeneration) recipe.architecture();
        if (given.conditions() > 0) {
            sizes.put("classes", data.classes().size());
        }
        if (!recipe.states("model", "channels")) {
            sizes.put("channels", data.splits().train().get(0).image().channels());
        }
        if (sections.preprocess().size() > 0) {
            sizes.put("image_size", sections.preprocess().size());
        }
        ImageGeneration fitted = fit(recipe, sizes);
        int side = fitted.imageSize();
        List<Double> half = Collections.nCopies(fitted.channels(), 0.5);
        ImagePreprocessor preprocessor = new ImagePreprocessor(
                side, side, fitted.channels(), half, half, sections.preprocess().resize());
        Drawings drawings = new PictureDrawings(
                data, preprocessor, sections.augment(), training.seed(), sections.measure(), fitted.conditions());
        return new ImageGenerationTask(fitted, sections, training, drawings, Optional.empty());
    }

    /** Also traces the shapes through the network, so that sizes that do not go together are found here. */
    private static ImageGeneration fit(Recipe recipe, Map<String, Integer> sizes) {
        Map<String, Object> given = Hyperparameters.values(recipe.architecture());
        sizes.forEach((name, size) -> {
            if (recipe.states("model", name) && !given.get(name).equals(size)) {
                throw recipe.refuse("model", name, "must be " + size + ", as the data have, got " + given.get(name));
            }
        });
        try {
            ImageGeneration fitted =
                    (ImageGeneration) Hyperparameters.with(recipe.architecture(), new LinkedHashMap<>(sizes));
            fitted.network()
                    .getOutputShapes(
                            fitted.inputs().stream().map(spec -> spec.batch(2)).toArray(Shape[]::new));
            return fitted;
        } catch (IllegalArgumentException e) {
            throw recipe.refuse("model", "image_size", e.getMessage());
        }
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        ImageGenerationRecipe.Preprocess preprocess = new ImageGenerationRecipe.Preprocess(
                architecture.imageSize(), recipe.preprocess().resize());
        return new ImageGenerationRecipe(
                recipe.data(),
                points.isPresent() ? recipe.preprocess() : preprocess,
                recipe.augment(),
                recipe.loss(),
                recipe.generator(),
                recipe.discriminator(),
                recipe.measure());
    }

    @Override
    public String unit() {
        return drawings.unit();
    }

    @Override
    public int size(SplitName split) {
        return drawings.size(split);
    }

    @Override
    public String dataSha256() {
        return drawings.sha256();
    }

    /** What does not fill the last step is left out: other pictures in every epoch. */
    @Override
    public BatchPlan plan() {
        int step = training.batch() * recipe.discriminator().steps();
        BatchPlan shuffled = BatchPlan.shuffled(size(SplitName.TRAIN), step, training.seed());
        return epoch -> {
            List<int[]> batches = shuffled.batches(epoch);
            boolean cut = batches.size() > 1 && batches.get(batches.size() - 1).length < step;
            return cut ? batches.subList(0, batches.size() - 1) : batches;
        };
    }

    @Override
    public Collator collator() {
        return drawings.collator();
    }

    @Override
    public List<Metric> metrics() {
        return drawings.metrics();
    }

    @Override
    public List<String> parts() {
        return List.of(Adversary.DISCRIMINATOR, Adversary.GENERATOR);
    }

    @Override
    public OptimizerSpec optimizer(String part, Training otherwise) {
        Optional<OptimizerSpec> own = part.equals(Adversary.GENERATOR)
                ? recipe.generator().optimizer()
                : recipe.discriminator().optimizer();
        return own.orElse(otherwise.optimizer());
    }

    @Override
    public int updates(String part) {
        return part.equals(Adversary.GENERATOR) ? 1 : recipe.discriminator().steps();
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        return adversary.step(
                step.network(),
                step.manager(),
                step.inputs().head(),
                step.targets().head(),
                learners);
    }

    @Override
    public Optional<String> concern(List<Map<String, Double>> history) {
        if (history.size() < PATIENCE) {
            return Optional.empty();
        }
        List<Map<String, Double>> recent = history.subList(history.size() - PATIENCE, history.size());
        if (recent.stream().allMatch(row -> row.get("train_diversity") < Adversary.ALIKE)) {
            return Optional.of(String.format(
                    java.util.Locale.ROOT,
                    "COLLAPSE: for %d epochs the drawings have differed less than %.0f %% as much as the data do; a"
                            + " lower rate of the generator, another loss or more steps of the discriminator may help",
                    PATIENCE,
                    100 * Adversary.ALIKE));
        }
        if (recent.stream()
                .allMatch(row ->
                        row.get("train_discriminator_loss") < recipe.loss().won())) {
            return Optional.of(String.format(
                    java.util.Locale.ROOT,
                    "COLLAPSE: for %d epochs the discriminator's loss has been below %s, so that the generator learns"
                            + " nothing; a lower rate of the discriminator or another loss may help",
                    PATIENCE,
                    recipe.loss().won()));
        }
        return Optional.empty();
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        return drawings.measure(manager, split, draw(network, manager, drawings.wishes(split)));
    }

    private List<Drawing> draw(Network network, NDManager manager, List<Wish> wishes) {
        ImageGenerationPipeline pipeline = new ImageGenerationPipeline(
                network, architecture, drawings.serving().labels(), points);
        List<Drawing> drawn = new ArrayList<>();
        for (int from = 0; from < wishes.size(); from += DRAWING_BATCH) {
            List<Wish> some = wishes.subList(from, Math.min(wishes.size(), from + DRAWING_BATCH));
            drawn.addAll(Questions.within(
                    manager,
                    arrays -> pipeline.answer(
                            arrays, some.stream().map(pipeline::prepare).toList())));
        }
        return drawn;
    }

    @Override
    public List<Exhibit> samples(Network network, NDManager manager) {
        byte[] sheet = drawings.sheet(draw(network, manager, drawings.shown())).toPng();
        return List.of(new Exhibit.Pictures("drawings", List.of(new Exhibit.Picture(sheet, ""))));
    }

    /** The data themselves, measured as drawings are. */
    @Override
    public Floor floor(SplitName split) {
        return drawings.floor(split);
    }

    @Override
    public Serving serving() {
        return drawings.serving();
    }
}
