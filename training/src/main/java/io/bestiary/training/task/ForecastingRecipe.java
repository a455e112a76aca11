package io.bestiary.training.task;

import io.bestiary.datasets.series.Level;
import io.bestiary.datasets.series.SeriesSpec;

/** The sections of a recipe that are this task's own; how far it looks back and ahead is the network's to say. */
public record ForecastingRecipe(SeriesSpec data, Preprocess preprocess, Windowing windows, Loss loss) {
    public static final ForecastingRecipe DEFAULTS =
            new ForecastingRecipe(null, Preprocess.DEFAULTS, Windowing.DEFAULTS, Loss.MSE);

    /** What is made small. */
    public enum Loss {
        /** Mean squared error. */
        MSE,
        /** Mean absolute error. */
        MAE
    }

    /**
     * Where windows begin.
     *
     * @param stride rows from one training window to the next
     * @param season rows after which the series repeats: of the floor, and of MASE; 0 takes it from the times
     */
    public record Windowing(int stride, int season) {
        public static final Windowing DEFAULTS = new Windowing(1, 0);

        public Windowing {
            if (stride < 1 || stride > 1_000_000) {
                throw new IllegalArgumentException("stride: must be between 1 and 1000000, got " + stride);
            }
            if (season < 0 || season > 1_000_000) {
                throw new IllegalArgumentException("season: must be between 0 and 1000000, got " + season);
            }
        }
    }

    /**
     * How values come to the network. The metrics are on the same scale.
     *
     * @param scale of each column
     * @param level what is taken off each window
     */
    public record Preprocess(Scale scale, Level level) {
        public static final Preprocess DEFAULTS = new Preprocess(Scale.STANDARD, Level.LAST);
    }

    /** The scale of each column. */
    public enum Scale {
        /** As it is in the data. */
        NONE,
        /** Mean 0 and deviation 1 over the training rows. */
        STANDARD
    }
}
