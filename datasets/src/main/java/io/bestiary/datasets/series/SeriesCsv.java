package io.bestiary.datasets.series;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of rows, oldest first, whose first line names the columns: commas, or tabs where it ends in {@code .tsv}; packed
 * with gzip or not. The last rows are for testing, those before them for validating.
 *
 * @param path the file
 * @param date name of the column of times; empty where there is none
 * @param columns names of the columns to use; none: all but the date
 * @param gaps what becomes of a series in which rows are missing
 * @param validation share of the rows to validate on, 0 to 0.9
 * @param test share of the rows to test on, 0 to 0.9
 */
public record SeriesCsv(
        Path path, Optional<String> date, List<String> columns, Gaps gaps, double validation, double test)
        implements SeriesSpec {
    /** What a recipe need not say; the path it must. */
    public static final SeriesCsv DEFAULTS = new SeriesCsv(null, Optional.empty(), List.of(), Gaps.REFUSE, 0.1, 0.2);

    public SeriesCsv {
        SeriesData.checkShares(validation, test);
    }

    @Override
    public SeriesData open(DataFolders folders) {
        SeriesTable table = SeriesReader.read(path, SeriesLayout.of(date, columns, Optional.empty(), gaps));
        return SeriesData.byShare(table, validation, test, Sha256.ofText(path));
    }
}
