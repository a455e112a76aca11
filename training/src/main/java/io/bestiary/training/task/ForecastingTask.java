package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.series.SeriesCollator;
import io.bestiary.datasets.series.SeriesData;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesTable;
import io.bestiary.datasets.series.TimeAxis;
import io.bestiary.datasets.series.Windows;
import io.bestiary.inference.pipeline.ForecastingPipeline;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The past of a series to its future. */
final class ForecastingTask implements LearningTask {
    private static final int EVALUATION_BATCH = 256;

    private final Architecture architecture;
    private final ForecastingRecipe recipe;
    private final Training training;
    private final SeriesData data;
    private final SeriesPreprocessor preprocessor;
    private final float[] scaled;
    private final Map<SplitName, Windows> windows = new EnumMap<>(SplitName.class);
    private final ForecastFloors floors;
    private final double[] naive;

    private ForecastingTask(Recipe recipe, ForecastingRecipe sections, SeriesData data) {
        SeriesTable table = data.table();
        this.architecture = Sizes.fit(recipe, Map.of("channels", table.channels()));
        this.recipe = sections;
        this.training = recipe.training();
        this.data = data;
        int context = Sizes.size(architecture, "context");
        int horizon = Sizes.size(architecture, "horizon");
        int stride = sections.windows().stride();
        windows.put(SplitName.TRAIN, Windows.in(table, data.train(), "training", context, horizon, stride));
        windows.put(SplitName.VALIDATION, Windows.in(table, data.validation(), "validation", context, horizon, 1));
        windows.put(SplitName.TEST, Windows.in(table, data.test(), "test", context, horizon, 1));
        this.preprocessor = sections.preprocess().scale() == ForecastingRecipe.Scale.STANDARD
                ? SeriesPreprocessor.fitted(
                        table, data.train(), sections.preprocess().level(), context)
                : SeriesPreprocessor.plain(table, sections.preprocess().level(), context);
        this.scaled = preprocessor.scaled(table);
        this.floors = new ForecastFloors(table, scaled, season(recipe, sections, table, context));
        this.naive = floors.naive(data.train());
        for (int c = 0; c < naive.length; c++) {
            if (!(naive[c] > 0)) {
                throw new DataException(table.source() + ": " + table.columns().get(c)
                        + ": must not repeat itself exactly every " + floors.season()
                        + " rows of training, as MASE divides by how far it does not");
            }
        }
    }

    /**
     * Opens the data, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static ForecastingTask open(Recipe recipe, DataFolders folders) {
        ForecastingRecipe sections = (ForecastingRecipe) recipe.sections();
        return new ForecastingTask(recipe, sections, sections.data().open(folders));
    }

    private static int season(Recipe recipe, ForecastingRecipe sections, SeriesTable table, int context) {
        int given = sections.windows().season();
        if (given > context) {
            throw recipe.refuse(
                    "windows", "season", "must be at most the " + context + " rows that are read, got " + given);
        }
        int usual = table.axis().map(TimeAxis::season).orElse(1);
        return given > 0 ? given : usual <= context ? usual : 1;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        return new ForecastingRecipe(
                recipe.data(),
                recipe.preprocess(),
                new ForecastingRecipe.Windowing(recipe.windows().stride(), floors.season()),
                recipe.loss());
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
        return new SeriesCollator(windows.get(split), preprocessor, scaled, new int[0]);
    }

    @Override
    public List<Metric> metrics() {
        return ForecastScore.METRICS;
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        double loss = learners.get("").update(() -> {
            NDArray told = step.network().forward(step.inputs(), true).head();
            NDArray distance = told.sub(step.targets().head());
            return switch (recipe.loss()) {
                case MSE -> distance.square().mean();
                case MAE -> distance.abs().mean();
            };
        });
        return Map.of("loss", loss);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        ForecastingPipeline pipeline = new ForecastingPipeline(network, preprocessor);
        ForecastScore score = score();
        BatchPlan plan = BatchPlan.inOrder(size(split), EVALUATION_BATCH);
        new Questions(plan, collator(split), training.workers()).each(manager, (batch, arrays) -> {
            NDArray told = pipeline.told(batch.inputs(arrays));
            score.add(told.toFloatArray(), batch.targets(arrays).head().toFloatArray(), batch.size());
        });
        return score.evaluation();
    }

    private ForecastScore score() {
        return new ForecastScore(preprocessor.columns(), naive);
    }

    @Override
    public Floor floor(SplitName split) {
        Windows asked = windows.get(split);
        // Every training window, whatever the network sees of them: the method is quick, and better so.
        Windows all = Windows.in(data.table(), data.train(), "training", asked.context(), asked.horizon(), 1);
        return floors.measure(asked, all, this::score);
    }

    @Override
    public Serving serving() {
        return new Serving(preprocessor, List.of(), Map.of(), Map.of());
    }
}
