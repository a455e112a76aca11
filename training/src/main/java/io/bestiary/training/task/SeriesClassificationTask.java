package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.series.SeriesCollator;
import io.bestiary.datasets.series.SeriesData;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesTable;
import io.bestiary.datasets.series.Windows;
import io.bestiary.inference.pipeline.SeriesClassificationPipeline;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Windows of a series to one of several classes, by cross entropy. */
final class SeriesClassificationTask implements LearningTask {
    private static final int EVALUATION_BATCH = 256;
    private static final List<Metric> METRICS =
            List.of(ClassificationScore.ACCURACY, ClassificationScore.MACRO_F1, Metric.LOSS);

    private final Architecture architecture;
    private final SeriesClassificationRecipe recipe;
    private final Training training;
    private final SeriesData data;
    private final List<String> classes;
    private final SeriesPreprocessor preprocessor;
    private final float[] scaled;
    private final int[] labels;
    private final Map<SplitName, Windows> windows = new EnumMap<>(SplitName.class);

    private SeriesClassificationTask(Recipe recipe, SeriesClassificationRecipe sections, SeriesData data) {
        SeriesTable table = data.table();
        this.classes = data.classes();
        Map<String, Integer> sizes = new HashMap<>(Map.of("channels", table.channels()));
        sizes.put("classes", classes.size());
        this.architecture = Sizes.fit(recipe, sizes);
        this.recipe = sections;
        this.training = recipe.training();
        this.data = data;
        int context = Sizes.size(architecture, "context");
        int stride = sections.windows().stride();
        windows.put(SplitName.TRAIN, Windows.in(table, data.train(), "training", context, 0, stride));
        windows.put(SplitName.VALIDATION, Windows.in(table, data.validation(), "validation", context, 0, 1));
        windows.put(SplitName.TEST, Windows.in(table, data.test(), "test", context, 0, 1));
        this.preprocessor = sections.preprocess().scale() == ForecastingRecipe.Scale.STANDARD
                ? SeriesPreprocessor.fitted(
                        table, data.train(), sections.preprocess().level(), context)
                : SeriesPreprocessor.plain(table, sections.preprocess().level(), context);
        this.scaled = preprocessor.scaled(table);
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        this.labels = table.labels().stream().mapToInt(numbers::get).toArray();
    }

    /**
     * Opens the data, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static SeriesClassificationTask open(Recipe recipe, DataFolders folders) {
        SeriesClassificationRecipe sections = (SeriesClassificationRecipe) recipe.sections();
        return new SeriesClassificationTask(recipe, sections, sections.data().open(folders));
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        return recipe;
    }

    @Override
    public String unit() {
        return "windows";
    }

    @Override
    public int size(SplitName split) {
        return windows.get(split).size();
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
        return collator(SplitName.TRAIN);
    }

    private Collator collator(SplitName split) {
        return new SeriesCollator(windows.get(split), preprocessor, scaled, labels);
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        double loss = learners.get("").update(() -> {
            NDArray logits = step.network().forward(step.inputs(), true).head();
            return Losses.crossEntropy(logits, step.targets().head(), 0);
        });
        return Map.of("loss", loss);
    }

    private void ask(Network network, NDManager manager, SplitName split, Answers answers) {
        SeriesClassificationPipeline pipeline = new SeriesClassificationPipeline(network, preprocessor, classes);
        new Questions(BatchPlan.inOrder(size(split), EVALUATION_BATCH), collator(split), training.workers())
                .classes(manager, pipeline::logits, answers);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        ClassificationScore score = new ClassificationScore(classes.size());
        ask(network, manager, split, (logits, truth, indices) -> score.add(logits, truth));
        return score.evaluation();
    }

    @Override
    public List<Exhibit> exhibits(Network network, NDManager manager, SplitName split) {
        ClassificationMistakes mistakes = new ClassificationMistakes(classes);
        ask(network, manager, split, mistakes::add);
        return List.of(mistakes.confusion());
    }

    /** Always answers the class that is most frequent in training. */
    @Override
    public Floor floor(SplitName split) {
        int[] counts = new int[classes.size()];
        Arrays.stream(answers(SplitName.TRAIN)).forEach(label -> counts[label]++);
        int majority = 0;
        for (int k = 1; k < counts.length; k++) {
            majority = counts[k] > counts[majority] ? k : majority;
        }
        float[] logits = new float[classes.size()];
        logits[majority] = 1;
        ClassificationScore score = new ClassificationScore(classes.size());
        for (int answer : answers(split)) {
            score.add(logits, new long[] {answer});
        }
        Map<String, Double> metrics = new HashMap<>(score.evaluation().metrics());
        metrics.keySet().retainAll(List.of(ClassificationScore.ACCURACY.name(), ClassificationScore.MACRO_F1.name()));
        return new Floor("majority class", metrics);
    }

    /** The class of each window. */
    private int[] answers(SplitName split) {
        Windows all = windows.get(split);
        return Arrays.stream(all.starts())
                .map(start -> labels[start + all.context() - 1])
                .toArray();
    }

    @Override
    public Serving serving() {
        return new Serving(preprocessor, classes, Map.of(), Map.of());
    }
}
