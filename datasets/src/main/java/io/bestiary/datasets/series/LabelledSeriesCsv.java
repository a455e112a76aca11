package io.bestiary.datasets.series;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file as of {@link SeriesCsv} with a column that names the class of each row: a window has the class of its last row.
 *
 * @param path the file
 * @param date name of the column of times; empty where there is none
 * @param columns names of the columns to use; none: all but date and label
 * @param label name of the column of classes
 * @param gaps what becomes of a series in which rows are missing
 * @param validation share of the rows to validate on, 0 to 0.9
 * @param test share of the rows to test on, 0 to 0.9
 */
public record LabelledSeriesCsv(
        Path path, Optional<String> date, List<String> columns, String label, Gaps gaps, double validation, double test)
        implements LabelledSeriesSpec {
    /** What a recipe need not say; path and label it must. */
    public static final LabelledSeriesCsv DEFAULTS =
            new LabelledSeriesCsv(null, Optional.empty(), List.of(), null, Gaps.REFUSE, 0.1, 0.2);

    public LabelledSeriesCsv {
        SeriesData.checkShares(validation, test);
    }

    @Override
    public SeriesData open(DataFolders folders) {
        SeriesTable table = SeriesReader.read(path, SeriesLayout.of(date, columns, Optional.of(label), gaps));
        return SeriesData.byShare(table, validation, test, Sha256.ofText(path));
    }
}
