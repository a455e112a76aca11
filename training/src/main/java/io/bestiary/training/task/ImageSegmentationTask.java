package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.LabelledImage;
import io.bestiary.datasets.image.MaskCollator;
import io.bestiary.datasets.image.MaskData;
import io.bestiary.datasets.image.MaskFolder;
import io.bestiary.datasets.image.MaskedImage;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.image.Plot;
import io.bestiary.datasets.image.Resize;
import io.bestiary.inference.pipeline.ImageSegmentationPipeline;
import io.bestiary.inference.pipeline.Segmentation;
import io.bestiary.training.measure.Otsu;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageSegmentation;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pictures to what of them belongs to something, pixel by pixel. */
final class ImageSegmentationTask implements LearningTask {
    private static final int SHOWN = 6;
    private static final int POLARITY_PICTURES = 50;

    private final ImageSegmentation architecture;
    private final ImageSegmentationRecipe recipe;
    private final Training training;
    private final MaskData data;
    private final ImagePreprocessor preprocessor;

    private ImageSegmentationTask(
            ImageSegmentation architecture, ImageSegmentationRecipe recipe, Training training, MaskData data) {
        this.architecture = architecture;
        this.recipe = recipe;
        this.training = training;
        this.data = data;
        ImageClassificationRecipe.Preprocess wanted = recipe.preprocess();
        int size = architecture.imageSize();
        this.preprocessor = wanted.mean().isEmpty()
                ? ImagePreprocessor.fitted(
                        pictures(data.splits().train()), size, size, architecture.channels(), wanted.resize())
                : new ImagePreprocessor(
                        size, size, architecture.channels(), wanted.mean(), wanted.deviation(), wanted.resize());
    }

    private static Dataset<LabelledImage> pictures(Dataset<MaskedImage> masked) {
        return new Dataset<>() {
            @Override
            public int size() {
                return masked.size();
            }

            @Override
            public LabelledImage get(int index) {
                MaskedImage one = masked.get(index);
                return new LabelledImage(one.id(), one.image(), 0);
            }
        };
    }

    /**
     * Opens the data, reads every picture and mask, and sets what they say about the network's sizes.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     * @throws DataException where a mask does not fit, or nothing or everything belongs in all of them
     */
    static ImageSegmentationTask open(Recipe recipe, DataFolders folders) {
        ImageSegmentationRecipe sections = (ImageSegmentationRecipe) recipe.sections();
        MaskData data = sections.data().open(folders);
        requireBoth(data.splits().train(), sections.data() instanceof MaskFolder folder ? folder.path() + ": " : "");
        Map<String, Object> sizes = new LinkedHashMap<>(Map.of("classes", 2));
        ImageSegmentation given = (ImageSegmentation) recipe.architecture();
        if (recipe.states("model", "classes") && given.classes() != 2) {
            throw recipe.refuse(
                    "model", "classes", "must be 2, for what belongs and what does not, got " + given.classes());
        }
        if (!recipe.states("model", "channels")) {
            sizes.put("channels", data.splits().train().get(0).image().channels());
        }
        if (sections.preprocess().size() > 0) {
            sizes.put("image_size", sections.preprocess().size());
        }
        try {
            ImageSegmentation fitted = Hyperparameters.with(given, sizes);
            fitted.network()
                    .getOutputShapes(
                            new Shape[] {new Shape(1, fitted.channels(), fitted.imageSize(), fitted.imageSize())});
            return new ImageSegmentationTask(fitted, sections, recipe.training(), data);
        } catch (IllegalArgumentException e) {
            String key = e.getMessage().replaceFirst(":.*", "");
            throw recipe.refuse(
                    "preprocess", List.of("mean", "deviation").contains(key) ? key : "size", e.getMessage());
        }
    }

    /** Also finds, before training starts, what cannot be read or does not go together. */
    private static void requireBoth(Dataset<MaskedImage> train, String place) {
        boolean some = false;
        boolean others = false;
        for (int i = 0; i < train.size(); i++) {
            for (byte value : train.get(i).mask().pixels()) {
                boolean belongs = (value & 0xff) >= MaskedImage.BELONGS;
                some |= belongs;
                others |= !belongs;
            }
        }
        if (!some || !others) {
            throw new DataException(place + "the masks of the " + train.size()
                    + " training pictures must hold two classes, found that " + (some ? "everything" : "nothing")
                    + " belongs in all of them");
        }
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        return new ImageSegmentationRecipe(
                recipe.data(),
                new ImageClassificationRecipe.Preprocess(
                        preprocessor.height(), preprocessor.mean(), preprocessor.deviation(), preprocessor.resize()),
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

    private Dataset<MaskedImage> examples(SplitName split) {
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
        return new MaskCollator(data.splits().train(), preprocessor, recipe.augment(), training.seed());
    }

    @Override
    public List<Metric> metrics() {
        return List.of(MaskScore.DICE, MaskScore.IOU);
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        double loss = learners.get("").update(() -> {
            NDArray margin = ImageSegmentationPipeline.margin(
                    step.network().forward(step.inputs(), true).head());
            return loss(margin, step.targets().head(), recipe.loss().dice());
        });
        return Map.of("loss", loss);
    }

    /** Of margins (B, H, W) and truth, 1 or 0, of the same shape: the mean over the pictures. */
    static NDArray loss(NDArray margin, NDArray truth, double dice) {
        // Two logits' cross entropy: softplus of the margin, less the margin where it belongs.
        NDArray entropy = Activation.softPlus(margin).sub(margin.mul(truth)).sum();
        NDArray sum = entropy.mul(HostMemory.number(entropy, 1.0 / margin.size()));
        if (dice == 0) {
            return sum;
        }
        int[] picture = {1, 2};
        NDArray likely = Activation.sigmoid(margin);
        NDArray both = likely.mul(truth).sum(picture); // (B)
        NDArray all = likely.sum(picture).add(truth.sum(picture)).add(1);
        NDArray lacking =
                both.mul(HostMemory.number(both, -2)).sub(1).div(all).add(1).sum();
        return sum.add(lacking.mul(HostMemory.number(lacking, dice / margin.size(0))));
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        MaskScore score = new MaskScore();
        Dataset<MaskedImage> all = examples(split);
        for (int[] batch : BatchPlan.inOrder(all.size(), training.batch()).batches(0)) {
            List<MaskedImage> some = IntStream.of(batch).mapToObj(all::get).toList();
            List<Segmentation> told = segment(network, manager, some);
            for (int i = 0; i < told.size(); i++) {
                score.add(told.get(i).mask(), some.get(i).mask());
            }
        }
        return score.evaluation();
    }

    private List<Segmentation> segment(Network network, NDManager manager, List<MaskedImage> some) {
        ImageSegmentationPipeline pipeline = new ImageSegmentationPipeline(network, preprocessor);
        List<ImageSegmentationPipeline.Fitted> fitted =
                some.stream().map(one -> pipeline.prepare(one.image())).toList();
        return Questions.within(manager, arrays -> pipeline.answer(arrays, fitted));
    }

    /** Pictures, true masks and told masks below each other. */
    @Override
    public List<Exhibit> samples(Network network, NDManager manager) {
        SplitName split = size(SplitName.VALIDATION) > 0 ? SplitName.VALIDATION : SplitName.TRAIN;
        List<MaskedImage> some = IntStream.range(0, Math.min(SHOWN, size(split)))
                .mapToObj(examples(split)::get)
                .toList();
        ImagePreprocessor small = new ImagePreprocessor(
                preprocessor.height(), preprocessor.width(), 1, List.of(0.0), List.of(1.0), Resize.STRETCH);
        List<PixelImage> shown = new ArrayList<>();
        some.forEach(one -> shown.add(small.fit(one.image())));
        some.forEach(one -> shown.add(small.fit(one.mask())));
        segment(network, manager, some).forEach(told -> shown.add(small.fit(told.mask())));
        byte[] sheet = Plot.grid(shown, some.size()).toPng();
        return List.of(new Exhibit.Pictures("masks", List.of(new Exhibit.Picture(sheet, "picture, truth, told"))));
    }

    /** Otsu's threshold of each picture; which side belongs is learned from the training pictures. */
    @Override
    public Floor floor(SplitName split) {
        boolean light = otsu(SplitName.TRAIN, true, POLARITY_PICTURES).get(MaskScore.DICE.name())
                >= otsu(SplitName.TRAIN, false, POLARITY_PICTURES).get(MaskScore.DICE.name());
        return new Floor("Otsu, " + (light ? "light" : "dark"), otsu(split, light, Integer.MAX_VALUE));
    }

    private Map<String, Double> otsu(SplitName split, boolean light, int most) {
        MaskScore score = new MaskScore();
        Dataset<MaskedImage> all = examples(split);
        for (int i = 0; i < Math.min(most, all.size()); i++) {
            MaskedImage one = all.get(i);
            PixelImage grey = new ImagePreprocessor(
                            one.image().height(), one.image().width(), 1, List.of(0.0), List.of(1.0), Resize.STRETCH)
                    .fit(one.image());
            score.add(divide(grey, light), one.mask());
        }
        return score.metrics();
    }

    static PixelImage divide(PixelImage grey, boolean light) {
        long[] counts = new long[256];
        for (byte value : grey.pixels()) {
            counts[value & 0xff]++;
        }
        int threshold = Otsu.threshold(counts);
        byte[] mask = new byte[grey.pixels().length];
        for (int at = 0; at < mask.length; at++) {
            mask[at] = (byte) ((grey.pixels()[at] & 0xff) > threshold == light ? 255 : 0);
        }
        return new PixelImage(grey.width(), grey.height(), 1, mask);
    }

    @Override
    public Serving serving() {
        return new Serving(preprocessor, List.of(), Map.of(), Map.of());
    }
}
