package io.bestiary.training.task;

import io.bestiary.datasets.series.LabelledSeriesSpec;
import io.bestiary.datasets.series.Level;
import io.bestiary.training.task.ForecastingRecipe.Scale;

/** The sections of a recipe that are this task's own; how many rows it reads is the network's to say. */
public record SeriesClassificationRecipe(LabelledSeriesSpec data, Preprocess preprocess, Windowing windows) {
    public static final SeriesClassificationRecipe DEFAULTS =
            new SeriesClassificationRecipe(null, Preprocess.DEFAULTS, Windowing.DEFAULTS);

    /**
     * How values come to the network.
     *
     * @param scale of each column
     * @param level what is taken off each window
     */
    public record Preprocess(Scale scale, Level level) {
        public static final Preprocess DEFAULTS = new Preprocess(Scale.STANDARD, Level.NONE);
    }

    /**
     * Where windows begin.
     *
     * @param stride rows from one training window to the next
     */
    public record Windowing(int stride) {
        public static final Windowing DEFAULTS = new Windowing(1);

        public Windowing {
            if (stride < 1 || stride > 1_000_000) {
                throw new IllegalArgumentException("stride: must be between 1 and 1000000, got " + stride);
            }
        }
    }
}
