package io.bestiary.inference;

import io.bestiary.datasets.series.Level;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.rnn.RecurrentForecaster;
import io.bestiary.zoo.rnn.RecurrentSeriesClassifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Checkpoints of small networks for series, with their first values. */
public final class SmallSeries {
    public static final List<String> LABELS = List.of("low", "middle", "high");
    public static final int CONTEXT = 6;
    public static final int CHANNELS = 2;

    private SmallSeries() {}

    public static Path classifier(Path folder, String engine) {
        RecurrentSeriesClassifier architecture =
                new RecurrentSeriesClassifier(CHANNELS, CONTEXT, Cell.GRU, 8, 1, Direction.FORWARD, 0, LABELS.size());
        return write(folder, engine, "gru_series_classifier", architecture, Task.SERIES_CLASSIFICATION, LABELS);
    }

    public static Path forecaster(Path folder, String engine) {
        RecurrentForecaster architecture = new RecurrentForecaster(
                CHANNELS, CONTEXT, 4, 1, RecurrentForecaster.Columns.TOGETHER, Cell.LSTM, 8, 1, 0);
        return write(folder, engine, "lstm_forecaster", architecture, Task.FORECASTING, List.of());
    }

    private static Path write(
            Path folder, String engine, String name, Architecture architecture, Task task, List<String> labels) {
        SeriesPreprocessor preprocessor = new SeriesPreprocessor(
                List.of("load", "heat"), List.of(0.2, -0.1), List.of(1.5, 0.7), Level.NONE, CONTEXT, null);
        return EveryTask.write(folder, engine, name, architecture, task, preprocessor, labels, Map.of());
    }

    /** A series that is another one for each number. */
    public static SeriesRows rows(int number) {
        Random random = new Random(number);
        float[][] values = new float[CONTEXT][CHANNELS];
        for (float[] row : values) {
            for (int c = 0; c < CHANNELS; c++) {
                row[c] = (float) random.nextGaussian();
            }
        }
        return SeriesRows.of(values);
    }
}
