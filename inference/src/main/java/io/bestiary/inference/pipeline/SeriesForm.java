package io.bestiary.inference.pipeline;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.SeriesField;
import io.bestiary.inference.form.TextField;
import io.bestiary.inference.form.Values;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How rows of a series are written: their values, and the time of the last row if there is one.
 *
 * @param preprocessor names the columns, and reads rows from files
 */
public record SeriesForm(SeriesPreprocessor preprocessor) implements InputForm<SeriesRows> {
    private static final int MOST_ROWS = 1_000_000;
    private static final int LONGEST_TIME = 40;

    @Override
    public Class<SeriesRows> type() {
        return SeriesRows.class;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(values(), time());
    }

    private SeriesField values() {
        String about = "rows of " + String.join(", ", preprocessor.columns()) + ", oldest first, at least "
                + preprocessor.context();
        return new SeriesField("values", about, preprocessor.columns().size(), preprocessor.context(), MOST_ROWS);
    }

    private static TextField time() {
        return new TextField("time", "time of the last row", LONGEST_TIME, Optional.of(""));
    }

    @Override
    public SeriesRows make(Values given) {
        String time = given.get(time());
        return new SeriesRows(
                given.get(values()), time.isBlank() ? Optional.empty() : Optional.of(preprocessor.time(time.strip())));
    }

    /** A csv that has no column of values is a series of its own, with the columns of training. */
    @Override
    public Optional<SeriesRows> fromTable(Path csv) {
        try (BufferedReader reader = Files.newBufferedReader(csv)) {
            String header = Objects.requireNonNullElse(reader.readLine(), "");
            boolean rows =
                    List.of(header.replaceAll("[\"\uFEFF]", "").split(",", -1)).contains(values().name());
            return rows && !preprocessor.columns().contains(values().name())
                    ? Optional.empty()
                    : Optional.of(preprocessor.read(csv));
        } catch (IOException e) {
            throw new DataException(csv + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
