package io.bestiary.datasets.series;

import ai.djl.ndarray.types.Shape;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Several values at successive times: a row for each time, oldest first.
 *
 * @param source what messages call it
 * @param columns names of the values
 * @param axis how the times go on; empty where there are none
 * @param times of each row; empty where there are none
 * @param values row-major, (rows, columns)
 * @param begins whether a row does not follow the one before it: the first row, and rows after a gap
 * @param labels name of the class of each row; empty where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record SeriesTable(
        String source,
        List<String> columns,
        Optional<TimeAxis> axis,
        List<LocalDateTime> times,
        float[] values,
        boolean[] begins,
        List<String> labels) {

    public SeriesTable {
        columns = List.copyOf(columns);
        times = List.copyOf(times);
        labels = List.copyOf(labels);
        if (values.length != begins.length * columns.size()) {
            throw new IllegalArgumentException(
                    "values: must be " + begins.length + " x " + columns.size() + ", got " + values.length);
        }
    }

    public int rows() {
        return begins.length;
    }

    /** Number of columns. */
    public int channels() {
        return columns.size();
    }

    /** (rows, columns). */
    public Shape shape() {
        return new Shape(rows(), channels());
    }

    /** The rows of several tables one after another, none of which follows another. */
    static SeriesTable concat(String source, List<SeriesTable> tables) {
        int rows = tables.stream().mapToInt(SeriesTable::rows).sum();
        SeriesTable first = tables.get(0);
        float[] values = new float[rows * first.channels()];
        boolean[] begins = new boolean[rows];
        int at = 0;
        for (SeriesTable table : tables) {
            System.arraycopy(table.values, 0, values, at * first.channels(), table.values.length);
            System.arraycopy(table.begins, 0, begins, at, table.rows());
            at += table.rows();
        }
        return new SeriesTable(
                source,
                first.columns,
                first.axis,
                tables.stream().flatMap(table -> table.times.stream()).toList(),
                values,
                begins,
                tables.stream().flatMap(table -> table.labels.stream()).toList());
    }

    /** A table without times that has no gaps. */
    static SeriesTable unbroken(String source, List<String> columns, float[] values) {
        boolean[] begins = new boolean[values.length / columns.size()];
        Arrays.fill(begins, 0, Math.min(1, begins.length), true);
        return new SeriesTable(source, columns, Optional.empty(), List.of(), values, begins, List.of());
    }
}
