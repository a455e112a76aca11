package io.bestiary.datasets.series;

import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.DataException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the rows of a series go through in training and in serving: (value - mean) / deviation of each column, less the
 * level of the window.
 *
 * @param columns names of the values
 * @param mean of each column
 * @param deviation of each column, of the population
 * @param level taken off each window
 * @param context rows of a window
 * @param times how times go on; null where the series has none
 */
public record SeriesPreprocessor(
        List<String> columns, List<Double> mean, List<Double> deviation, Level level, int context, TimeAxis times) {

    public SeriesPreprocessor {
        columns = List.copyOf(columns);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        Objects.requireNonNull(level, "level");
        if (mean.size() != columns.size() || !mean.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("mean: must be " + columns.size() + " numbers, got " + mean);
        }
        if (deviation.size() != columns.size()
                || !deviation.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "deviation: must be " + columns.size() + " numbers above 0, got " + deviation);
        }
        if (context < 1) {
            throw new IllegalArgumentException("context: must be at least 1, got " + context);
        }
    }

    /**
     * A window ready for the network.
     *
     * @param values row-major (context, columns)
     * @param level of each column, taken off
     * @param last time of the last row, if it has one
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Window(float[] values, float[] level, Optional<LocalDateTime> last) {}

    /** Shape of one window: (context, columns). */
    public Shape shape() {
        return new Shape(context, columns.size());
    }

    /** Leaves the scale as it is. */
    public static SeriesPreprocessor plain(SeriesTable table, Level level, int context) {
        int columns = table.channels();
        return new SeriesPreprocessor(
                table.columns(),
                java.util.Collections.nCopies(columns, 0.0),
                java.util.Collections.nCopies(columns, 1.0),
                level,
                context,
                table.axis().orElse(null));
    }

    /**
     * Finds mean and deviation on the training rows alone.
     *
     * @throws DataException if a column has one value throughout
     */
    public static SeriesPreprocessor fitted(SeriesTable table, Span train, Level level, int context) {
        List<Double> mean = new ArrayList<>();
        List<Double> deviation = new ArrayList<>();
        for (int c = 0; c < table.channels(); c++) {
            double sum = 0;
            for (int row = train.from(); row < train.to(); row++) {
                sum += table.values()[row * table.channels() + c];
            }
            double average = sum / train.size();
            double squares = 0;
            for (int row = train.from(); row < train.to(); row++) {
                double distance = table.values()[row * table.channels() + c] - average;
                squares += distance * distance;
            }
            if (!(squares > 0)) {
                throw new DataException(table.source() + ": " + table.columns().get(c) + ": must vary over the "
                        + train.size() + " training rows, found one value throughout");
            }
            mean.add(average);
            deviation.add(Math.sqrt(squares / train.size()));
        }
        return new SeriesPreprocessor(
                table.columns(), mean, deviation, level, context, table.axis().orElse(null));
    }

    /** The values of a table on the network's scale, row-major (rows, columns). */
    public float[] scaled(SeriesTable table) {
        float[] scaled = table.values().clone();
        scale(scaled);
        return scaled;
    }

    private void scale(float[] values) {
        int count = columns.size();
        for (int c = 0; c < count; c++) {
            double average = mean.get(c);
            double size = deviation.get(c);
            for (int i = c; i < values.length; i += count) {
                values[i] = (float) ((values[i] - average) / size);
            }
        }
    }

    /**
     * Makes a window of the last rows.
     *
     * @throws DataException if there are fewer rows than the network reads, or a row has another number of values
     */
    public Window window(SeriesRows rows) {
        int given = rows.values().length;
        if (given < context) {
            throw new DataException("rows: must be at least " + context + ", as the network reads, got " + given);
        }
        int count = columns.size();
        float[] values = new float[context * count];
        for (int r = 0; r < context; r++) {
            float[] row = rows.values()[given - context + r];
            if (row.length != count) {
                throw new DataException("rows[" + (given - context + r) + "]: must be " + count + " values, "
                        + String.join(", ", columns) + ", got " + row.length);
            }
            for (int c = 0; c < count; c++) {
                if (!Float.isFinite(row[c])) {
                    throw new DataException("rows[" + (given - context + r) + "]: " + columns.get(c)
                            + ": must be a finite number, got " + row[c]);
                }
                values[r * count + c] = row[c];
            }
        }
        scale(values);
        float[] taken = takeLevel(values);
        return new Window(values, taken, rows.last());
    }

    /** Takes the level off a window's scaled values, in place, and returns it. */
    float[] takeLevel(float[] values) {
        float[] taken = level.of(values, columns.size());
        for (int i = 0; level != Level.NONE && i < values.length; i++) {
            values[i] -= taken[i % taken.length];
        }
        return taken;
    }

    /** What the network told, on the scale of the series: row-major (rows, columns), in place. */
    public void restore(float[] told, float[] taken) {
        int count = columns.size();
        for (int i = 0; i < told.length; i++) {
            told[i] = (float) ((told[i] + taken[i % count]) * deviation.get(i % count) + mean.get(i % count));
        }
    }

    /**
     * Reads rows from a file that has the columns the network was trained with, and the times if it was trained with any.
     *
     * @throws DataException naming file and line where it is not what it must be
     */
    public SeriesRows read(Path file) {
        Optional<String> date = Optional.ofNullable(times).map(TimeAxis::column);
        SeriesTable table = SeriesReader.read(file, SeriesLayout.of(date, columns, Optional.empty(), Gaps.REFUSE));
        float[][] values = new float[table.rows()][columns.size()];
        for (int row = 0; row < values.length; row++) {
            System.arraycopy(table.values(), row * columns.size(), values[row], 0, columns.size());
        }
        Optional<LocalDateTime> last = table.times().stream().reduce((before, time) -> time);
        return new SeriesRows(values, last);
    }

    /**
     * Reads a time written as in training; of a series without times any way of writing will do.
     *
     * @throws DataException if it is written otherwise
     */
    public LocalDateTime time(String text) {
        Optional<TimeFormat> format = times == null ? TimeFormat.of(text) : Optional.of(times.format());
        return format.flatMap(one -> one.parse(text))
                .orElseThrow(() -> new DataException("time: must be written "
                        + (times == null
                                ? TimeFormat.patterns()
                                : times.format().toString()) + ", got " + text));
    }
}
