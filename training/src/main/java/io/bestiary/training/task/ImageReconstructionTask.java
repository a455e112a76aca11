package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.image.ImageCollator;
import io.bestiary.datasets.image.ImageData;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.LabelledImage;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.image.Plot;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.ImageGenerationPipeline;
import io.bestiary.inference.pipeline.ImageReconstructionPipeline;
import io.bestiary.inference.pipeline.ImageReconstructionPipeline.Fitted;
import io.bestiary.inference.pipeline.Original;
import io.bestiary.inference.pipeline.Reconstruction;
import io.bestiary.inference.pipeline.Wish;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.ImageReconstructionRecipe.Distance;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Generative;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.ImageReconstruction;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Pictures to a few numbers and back. */
final class ImageReconstructionTask implements LearningTask {
    /** Mean squared error of values in [0, 1]. */
    static final Metric ERROR = new Metric("error", false, false);
    /** The bound on the log likelihood of a picture in nats, the latent vector drawn once; higher is better. */
    static final Metric ELBO = new Metric("elbo", false, true);

    private static final int EVALUATION_BATCH = 256;
    private static final int SHOWN = 10;
    /** Keeps logarithms finite. */
    private static final double LEAST = 1e-6;

    private final ImageReconstruction architecture;
    private final int conditions;
    private final boolean variational;
    private final ImageReconstructionRecipe recipe;
    private final Training training;
    private final ImageData data;
    private final ImagePreprocessor preprocessor;

    private ImageReconstructionTask(
            ImageReconstruction architecture,
            boolean variational,
            ImageReconstructionRecipe recipe,
            Training training,
            ImageData data) {
        this.architecture = architecture;
        this.variational = variational;
        this.conditions = conditions(architecture);
        this.recipe = recipe;
        this.training = training;
        this.data = data;
        int side = architecture.imageSize();
        this.preprocessor = new ImagePreprocessor(
                side,
                side,
                architecture.channels(),
                Collections.nCopies(architecture.channels(), 0.0),
                Collections.nCopies(architecture.channels(), 1.0),
                recipe.preprocess().resize());
    }

    private static int conditions(Architecture architecture) {
        return architecture instanceof ImageGeneration drawing ? drawing.conditions() : 0;
    }

    /**
     * Opens the data, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static ImageReconstructionTask open(Recipe recipe, DataFolders folders) {
        ImageReconstructionRecipe sections = (ImageReconstructionRecipe) recipe.sections();
        ImageData data = sections.data().open(folders);
        Map<String, Object> sizes = new LinkedHashMap<>();
        ImageReconstruction given = (ImageReconstruction) recipe.architecture();
        int classes = data.classes().size();
        if (conditions(given) > 0) {
            if (recipe.states("model", "classes") && conditions(given) != classes) {
                throw recipe.refuse(
                        "model", "classes", "must be " + classes + ", as the data have, got " + conditions(given));
            }
            sizes.put("classes", classes);
        }
        if (!recipe.states("model", "channels")) {
            sizes.put("channels", data.splits().train().get(0).image().channels());
        }
        if (sections.preprocess().size() > 0) {
            sizes.put("image_size", sections.preprocess().size());
        }
        try {
            ImageReconstruction fitted = Hyperparameters.with(given, sizes);
            Shape[] outputs = fitted.network()
                    .getOutputShapes(
                            fitted.inputs().stream().map(spec -> spec.batch(2)).toArray(Shape[]::new));
            return new ImageReconstructionTask(fitted, outputs.length > 1, sections, recipe.training(), data);
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
        return new ImageReconstructionRecipe(
                recipe.data(),
                new ImageGenerationRecipe.Preprocess(architecture.imageSize(), preprocessor.resize()),
                recipe.augment(),
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
        return new ImageCollator(data.splits().train(), preprocessor, recipe.augment(), training.seed());
    }

    @Override
    public List<Metric> metrics() {
        return variational ? List.of(ERROR, ELBO) : List.of(ERROR);
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        Map<String, Double> values = new LinkedHashMap<>();
        double loss = learners.get("").update(() -> {
            NDArray original = step.inputs().head();
            NDList inputs = new NDList(original);
            if (conditions > 0) {
                inputs.add(step.targets().head());
            }
            NDList outputs = step.network().forward(inputs, true);
            NDArray sum = distance(outputs.head(), original, recipe.loss().distance());
            if (variational) {
                NDArray divergence = divergence(outputs.get(1), outputs.get(2));
                values.put("divergence", (double) divergence.getFloat());
                sum = sum.add(divergence.mul(
                        HostMemory.number(divergence, recipe.loss().divergence())));
            }
            return sum;
        });
        values.put("loss", loss);
        return values;
    }

    /** The distance of each picture, the mean over the batch; (B, C, H, W) in [0, 1] both. */
    static NDArray distance(NDArray drawn, NDArray original, Distance distance) {
        NDArray sum;
        double share;
        if (distance == Distance.SQUARED) {
            NDArray step = drawn.sub(original);
            sum = step.mul(step).sum();
            share = 0.5;
        } else {
            NDArray likely = drawn.clip(LEAST, 1 - LEAST);
            NDArray ink = likely.log().mul(original);
            NDArray paper = likely.neg().add(1).log().mul(original.neg().add(1));
            sum = ink.add(paper).sum();
            share = -1;
        }
        return sum.mul(HostMemory.number(sum, share / original.size(0)));
    }

    /** Of a normal distribution from the standard one, the mean over the batch; Kingma and Welling, 2013, appendix B. */
    static NDArray divergence(NDArray mean, NDArray logVariance) {
        NDArray sum =
                logVariance.exp().add(mean.mul(mean)).sub(logVariance).sub(1).sum();
        return sum.mul(HostMemory.number(sum, 0.5 / mean.size(0)));
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        ImageReconstructionPipeline pipeline =
                new ImageReconstructionPipeline(network, preprocessor, serving().labels());
        Dataset<LabelledImage> all = examples(split);
        double[] sums = new double[2];
        for (int[] batch : BatchPlan.inOrder(all.size(), EVALUATION_BATCH).batches(0)) {
            List<Fitted> some = IntStream.of(batch)
                    .mapToObj(all::get)
                    .map(one -> pipeline.prepare(original(one)))
                    .toList();
            sums[0] += Questions.within(manager, arrays -> pipeline.answer(arrays, some)).stream()
                    .mapToDouble(Reconstruction::error)
                    .sum();
            if (variational) {
                SplittableRandom random = Seeds.of(0, "elbo", batch[0]);
                sums[1] += some.size()
                        * Questions.within(manager, arrays -> bound(network, pipeline, arrays, some, random));
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(ERROR.name(), sums[0] / all.size());
        if (variational) {
            metrics.put(ELBO.name(), sums[1] / all.size());
        }
        return new Evaluation(all.size(), metrics, Map.of());
    }

    private Original original(LabelledImage one) {
        return new Original(one.image(), conditions > 0 ? one.label() : 0);
    }

    /** The mean bound of some pictures; what is drawn is a function of the source alone, on every engine. */
    private double bound(
            Network network,
            ImageReconstructionPipeline pipeline,
            NDManager arrays,
            List<Fitted> some,
            SplittableRandom random) {
        NDList outputs = pipeline.forward(arrays, some);
        NDArray mean = outputs.get(1);
        NDArray logVariance = outputs.get(2);
        float[] noise = new float[Math.toIntExact(mean.size())];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        NDArray deviation = logVariance.mul(HostMemory.number(logVariance, 0.5)).exp();
        NDList latent = new NDList(mean.add(deviation.mul(HostMemory.array(arrays, noise, mean.getShape()))));
        float[] originals = new float[some.size() * some.get(0).values().length];
        long[] classes = new long[some.size()];
        for (int i = 0; i < classes.length; i++) {
            float[] values = some.get(i).values();
            System.arraycopy(values, 0, originals, i * values.length, values.length);
            classes[i] = some.get(i).label();
        }
        if (conditions > 0) {
            latent.add(HostMemory.array(arrays, classes, new Shape(classes.length)));
        }
        NDArray drawn = network.forward(((Generative) network.block()).generator(), latent, false)
                .head();
        NDArray inside = drawn.add(1).mul(HostMemory.number(drawn, 0.5)); // from [-1, 1]
        NDArray original = HostMemory.array(arrays, originals, inside.getShape());
        return -distance(inside, original, recipe.loss().distance()).getFloat()
                - divergence(mean, logVariance).getFloat();
    }

    /** Originals and what is kept of them below each other, and of a network that draws, new pictures. */
    @Override
    public List<Exhibit> samples(Network network, NDManager manager) {
        SplitName split = size(SplitName.VALIDATION) > 0 ? SplitName.VALIDATION : SplitName.TRAIN;
        List<LabelledImage> some = IntStream.range(0, Math.min(SHOWN, size(split)))
                .mapToObj(examples(split)::get)
                .toList();
        ImageReconstructionPipeline pipeline =
                new ImageReconstructionPipeline(network, preprocessor, serving().labels());
        List<PixelImage> shown = new ArrayList<>();
        some.forEach(one -> shown.add(preprocessor.fit(one.image())));
        List<Exhibit> exhibits = new ArrayList<>();
        List<Fitted> fitted =
                some.stream().map(one -> pipeline.prepare(original(one))).toList();
        Questions.within(manager, arrays -> pipeline.answer(arrays, fitted))
                .forEach(answer -> shown.add(answer.picture()));
        exhibits.add(sheet("reconstructions", shown, some.size()));
        if (architecture instanceof ImageGeneration drawing) {
            ImageGenerationPipeline drawer =
                    new ImageGenerationPipeline(network, drawing, serving().labels(), Optional.empty());
            List<ImageGenerationPipeline.Latent> wishes = IntStream.range(0, 8 * SHOWN)
                    .mapToObj(i -> Wish.of(i, conditions > 0 ? i % conditions : Wish.ANY))
                    .map(drawer::prepare)
                    .toList();
            List<PixelImage> drawn = Questions.within(manager, arrays -> drawer.answer(arrays, wishes)).stream()
                    .map(Drawing::picture)
                    .toList();
            exhibits.add(sheet("drawings", drawn, SHOWN));
        }
        return exhibits;
    }

    private static Exhibit sheet(String title, List<PixelImage> pictures, int columns) {
        return new Exhibit.Pictures(
                title, List.of(new Exhibit.Picture(Plot.grid(pictures, columns).toPng(), "")));
    }

    /** Always the mean of the training pictures. */
    @Override
    public Floor floor(SplitName split) {
        Dataset<LabelledImage> train = examples(SplitName.TRAIN);
        int size = Math.toIntExact(preprocessor.shape().size());
        double[] mean = new double[size];
        for (int i = 0; i < train.size(); i++) {
            float[] values = preprocessor.apply(train.get(i).image());
            for (int at = 0; at < size; at++) {
                mean[at] += values[at];
            }
        }
        double error = 0;
        Dataset<LabelledImage> asked = examples(split);
        for (int i = 0; i < asked.size(); i++) {
            float[] values = preprocessor.apply(asked.get(i).image());
            for (int at = 0; at < size; at++) {
                double distance = values[at] - mean[at] / train.size();
                error += distance * distance / size;
            }
        }
        return new Floor("mean picture", Map.of(ERROR.name(), error / asked.size()));
    }

    @Override
    public Serving serving() {
        return new Serving(preprocessor, conditions > 0 ? data.classes() : List.of(), Map.of(), Map.of());
    }
}
