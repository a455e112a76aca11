package io.bestiary.training.cli;

import io.bestiary.datasets.series.Level;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** How the rows of a series come to an imported network; without a word about it, as they are. */
final class ImportedSeries {
    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "Columns of a series, as its files call them (value_1, value_2, ...).")
    private List<String> columns;

    @Option(
            names = "--level",
            paramLabel = "none|last|mean",
            defaultValue = "none",
            description = "What is taken off each window of a series (${DEFAULT-VALUE}).")
    private Level level;

    /**
     * @param mean taken off each column; null for 0
     * @param deviation that each column is divided by; null for 1
     */
    SeriesPreprocessor preprocessor(Architecture architecture, List<Double> mean, List<Double> deviation) {
        Map<String, Object> sizes = Hyperparameters.values(architecture);
        int channels = (int) sizes.get("channels");
        if (columns != null && columns.size() != channels) {
            throw new CheckpointException("--columns: must be " + channels + ", as the network reads, got " + columns);
        }
        try {
            return new SeriesPreprocessor(
                    columns == null
                            ? IntStream.rangeClosed(1, channels)
                                    .mapToObj(column -> "value_" + column)
                                    .toList()
                            : columns,
                    mean == null ? Collections.nCopies(channels, 0.0) : mean,
                    deviation == null ? Collections.nCopies(channels, 1.0) : deviation,
                    level,
                    (int) sizes.get("context"),
                    null);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("--" + e.getMessage(), e);
        }
    }
}
