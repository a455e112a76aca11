package io.bestiary.training.task;

import io.bestiary.datasets.series.SeriesTable;
import io.bestiary.datasets.series.Span;
import io.bestiary.datasets.series.Windows;
import io.bestiary.training.task.LearningTask.Floor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What next to nothing foretells: the last value again, the last season again, a ridge regression.
 *
 * @param scaled values on the scale of the metrics, row-major (rows, columns)
 * @param season rows after which the series repeats, at most the rows that are read
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
record ForecastFloors(SeriesTable table, float[] scaled, int season) {

    /** Tells the future (H, C) after a window into the target. */
    private interface Method {
        void tell(int start, float[] target);
    }

    /** The mean absolute error, of each column, of repeating the last season over the training rows: what MASE divides by. */
    double[] naive(Span train) {
        int columns = table.channels();
        double[] errors = new double[columns];
        int counted = 0;
        int run = 0;
        for (int row = train.from(); row < train.to(); row++) {
            run = table.begins()[row] ? 1 : run + 1;
            if (run > season) {
                counted++;
                for (int c = 0; c < columns; c++) {
                    errors[c] += Math.abs(scaled[row * columns + c] - scaled[(row - season) * columns + c]);
                }
            }
        }
        int rows = counted;
        return Arrays.stream(errors).map(error -> error / rows).toArray();
    }

    /** The last season again, and beside it the last value again and the ridge regression. */
    Floor measure(Windows windows, Windows train, Supplier<ForecastScore> scores) {
        int columns = table.channels();
        int context = windows.context();
        Method repeat = (start, target) -> copy(start + context - 1, 1, target);
        Method seasonal = (start, target) -> copy(start + context - season, season, target);
        RidgeForecast ridge = RidgeForecast.fit(scaled, columns, train);
        Floor last = measure("last value", windows, repeat, scores.get());
        Floor regression = measure(
                "ridge regression",
                windows,
                (start, target) -> ridge.tell(scaled, columns, start, target),
                scores.get());
        if (season == 1) {
            return new Floor(last.method(), last.metrics(), List.of(regression));
        }
        Floor again = measure("last " + season + " values", windows, seasonal, scores.get());
        return new Floor(again.method(), again.metrics(), List.of(last, regression));
    }

    /** Repeats some rows over the target. */
    private void copy(int from, int rows, float[] target) {
        int columns = table.channels();
        for (int i = 0; i < target.length; i++) {
            target[i] = scaled[(from + i / columns % rows) * columns + i % columns];
        }
    }

    private Floor measure(String name, Windows windows, Method method, ForecastScore score) {
        int columns = table.channels();
        float[] told = new float[windows.horizon() * columns];
        for (int start : windows.starts()) {
            method.tell(start, told);
            int from = (start + windows.context()) * columns;
            score.add(told, Arrays.copyOfRange(scaled, from, from + told.length), 1);
        }
        return new Floor(name, score.metrics());
    }
}
