package io.bestiary.training.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Errors of told values, each value counted alike.
 *
 * <p>MASE divides the mean absolute error of each column by that of repeating the last season over the training rows, and
 * averages over the columns; Hyndman and Koehler, 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001.
 */
final class ForecastScore {
    static final Metric MSE = new Metric("mse", false, false);
    static final Metric MAE = new Metric("mae", false, false);
    static final Metric MASE = new Metric("mase", false, false);
    static final List<Metric> METRICS = List.of(MSE, MAE, MASE);

    private final List<String> columns;
    private final double[] naive;
    private final double[] squares;
    private final double[] distances;
    private long values;
    private int windows;

    /** @param naive of each column, mean absolute error of repeating the last season over the training rows */
    ForecastScore(List<String> columns, double[] naive) {
        this.columns = columns;
        this.naive = naive;
        this.squares = new double[columns.size()];
        this.distances = new double[columns.size()];
    }

    /** Counts a batch of told values against the true ones, both row-major (B, H, C). */
    void add(float[] told, float[] truth, int batch) {
        for (int i = 0; i < truth.length; i++) {
            double distance = (double) told[i] - truth[i];
            squares[i % squares.length] += distance * distance;
            distances[i % squares.length] += Math.abs(distance);
        }
        values += truth.length / squares.length;
        windows += batch;
    }

    Map<String, Double> metrics() {
        double square = 0;
        double distance = 0;
        double scaled = 0;
        int count = squares.length;
        for (int c = 0; c < count; c++) {
            square += squares[c] / values / count;
            distance += distances[c] / values / count;
            scaled += distances[c] / values / naive[c] / count;
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(MSE.name(), square);
        metrics.put(MAE.name(), distance);
        metrics.put(MASE.name(), scaled);
        return metrics;
    }

    Evaluation evaluation() {
        Map<String, Object> byColumn = new LinkedHashMap<>();
        for (int c = 0; c < squares.length; c++) {
            byColumn.put(
                    columns.get(c),
                    Map.of(
                            MSE.name(), squares[c] / values,
                            MAE.name(), distances[c] / values,
                            MASE.name(), distances[c] / values / naive[c]));
        }
        return new Evaluation(windows, metrics(), Map.of("columns", byColumn));
    }
}
