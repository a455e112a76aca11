package io.bestiary.training.task;

import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.image.Augmentation;
import io.bestiary.datasets.image.ImageCollator;
import io.bestiary.datasets.image.ImageData;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.LabelledImage;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.image.Plot;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.Wish;
import io.bestiary.training.task.Judge.Reading;
import io.bestiary.training.task.LearningTask.Floor;
import io.bestiary.training.task.LearningTask.Serving;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Pictures; measured by a judge, if one is named. */
final class PictureDrawings implements Drawings {
    private static final int COLUMNS = 10;
    private static final int ROWS = 8;

    private final ImageData data;
    private final ImagePreprocessor preprocessor;
    private final Augmentation augmentation;
    private final long seed;
    private final int samples;
    private final int conditions;
    private final Optional<Judge> judge;
    private final Map<SplitName, Reading> references = new EnumMap<>(SplitName.class);
    private final Map<SplitName, Floor> floors = new EnumMap<>(SplitName.class);

    /** @param conditions classes that can be asked for; 0 for none */
    PictureDrawings(
            ImageData data,
            ImagePreprocessor preprocessor,
            Augmentation augmentation,
            long seed,
            ImageGenerationRecipe.Measure measure,
            int conditions) {
        this.data = data;
        this.preprocessor = preprocessor;
        this.augmentation = augmentation;
        this.seed = seed;
        this.samples = measure.samples();
        this.conditions = conditions;
        this.judge = measure.judge().map(folder -> Judge.open(folder, data.classes()));
    }

    @Override
    public String unit() {
        return "images";
    }

    /** Without a judge nothing can be measured, and a split is as if it were not there. */
    @Override
    public int size(SplitName split) {
        return split == SplitName.TRAIN || judge.isPresent() ? examples(split).size() : 0;
    }

    private Dataset<LabelledImage> examples(SplitName split) {
        return switch (split) {
            case TRAIN -> data.splits().train();
            case VALIDATION -> data.splits().validation();
            case TEST -> data.splits().test();
        };
    }

    @Override
    public String sha256() {
        return data.sha256();
    }

    @Override
    public Collator collator() {
        return new ImageCollator(data.splits().train(), preprocessor, augmentation, seed);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(JudgedDrawings.METRICS);
        if (conditions > 0) {
            metrics.add(JudgedDrawings.ASKED);
        }
        return metrics;
    }

    @Override
    public List<Wish> wishes(SplitName split) {
        long from = split == SplitName.TEST ? 1_000_000 : 2_000_000;
        return IntStream.range(0, samples)
                .mapToObj(i -> Wish.of(from + i, conditions == 0 ? Wish.ANY : i % conditions))
                .toList();
    }

    @Override
    public Evaluation measure(NDManager manager, SplitName split, List<Drawing> drawn) {
        Judge reader = judge.orElseThrow(() -> new DataException("measure.judge: must be given to measure drawings"));
        Reading real = references.computeIfAbsent(split, name -> reader.read(manager, some(name)));
        int[] truth = new int[data.classes().size()];
        IntStream.of(labels(split)).forEach(label -> truth[label]++);
        floors.computeIfAbsent(split, name -> {
            Reading others = reader.read(manager, some(SplitName.TRAIN));
            return new Floor(
                    "real training pictures",
                    JudgedDrawings.measure(real, others, truth, new int[0]).metrics());
        });
        Reading judged =
                reader.read(manager, drawn.stream().map(Drawing::picture).toList());
        int[] asked = conditions == 0
                ? new int[0]
                : IntStream.range(0, drawn.size()).map(i -> i % conditions).toArray();
        return JudgedDrawings.measure(real, judged, truth, asked);
    }

    /** As many pictures as are drawn, if there are so many, as the network sees them; always the same. */
    private List<PixelImage> some(SplitName split) {
        Dataset<LabelledImage> all = examples(split);
        int[] order = IntStream.range(0, all.size()).toArray();
        BatchPlan.shuffle(order, Seeds.of(0, "reference"));
        return Arrays.stream(order)
                .limit(samples)
                .mapToObj(i -> preprocessor.fit(all.get(i).image()))
                .toList();
    }

    private int[] labels(SplitName split) {
        return switch (split) {
            case TRAIN -> data.trainLabels();
            case VALIDATION -> data.validationLabels();
            case TEST -> data.testLabels();
        };
    }

    @Override
    public Floor floor(SplitName split) {
        return floors.getOrDefault(split, new Floor("none", Map.of()));
    }

    @Override
    public List<Wish> shown() {
        int columns = conditions == 0 ? COLUMNS : Math.min(COLUMNS, conditions);
        return IntStream.range(0, ROWS * columns)
                .mapToObj(i -> Wish.of(i, conditions == 0 ? Wish.ANY : i % columns))
                .toList();
    }

    @Override
    public PixelImage sheet(List<Drawing> drawn) {
        return Plot.grid(drawn.stream().map(Drawing::picture).toList(), drawn.size() / ROWS);
    }

    @Override
    public Serving serving() {
        return new Serving(preprocessor, conditions == 0 ? List.of() : data.classes(), Map.of(), Map.of());
    }
}
