package io.bestiary.inference.pipeline;

import java.util.List;

/**
 * The future of a series.
 *
 * @param columns names of the values
 * @param times of the rows, written as in training; empty where the rows that were given had none
 * @param values a row for each time, on the scale of the series
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record Forecast(List<String> columns, List<String> times, float[][] values) {

    public Forecast {
        columns = List.copyOf(columns);
        times = List.copyOf(times);
    }
}
