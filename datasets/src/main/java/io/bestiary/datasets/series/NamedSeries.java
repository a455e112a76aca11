package io.bestiary.datasets.series;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.NamedSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A public series, divided as the literature does: {@code etth1} into 12, 4 and 4 months, of which what is left over is
 * not used; the others into 7, 1 and 2 tenths.
 *
 * @param name {@code etth1}, {@code exchange-rate}, {@code airline-passengers}, {@code daily-min-temperatures} or
 *     {@code monthly-sunspots}
 * @param columns names of the columns to use; none: all
 */
public record NamedSeries(String name, List<String> columns) implements SeriesSpec {
    static final List<String> NAMES =
            List.of("etth1", "exchange-rate", "airline-passengers", "daily-min-temperatures", "monthly-sunspots");

    /** What a recipe need not say; the name it must. */
    public static final NamedSeries DEFAULTS = new NamedSeries(null, List.of());

    private static final int MONTH_OF_HOURS = 30 * 24;

    public NamedSeries {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
    }

    @Override
    public SeriesData open(DataFolders folders) {
        return switch (name) {
            case "etth1" -> etth1(folders);
            case "exchange-rate" ->
                tenths(
                        folders,
                        "exchange-rate",
                        "exchange_rate.txt.gz",
                        new SeriesLayout(Optional.empty(), columns, Optional.empty(), Gaps.REFUSE, false, false));
            case "airline-passengers", "monthly-sunspots" ->
                tenths(folders, "univariate", name + ".csv", dated("Month"));
            // The last days of the leap years 1984 and 1988 are missing.
            case "daily-min-temperatures" ->
                tenths(
                        folders,
                        "univariate",
                        name + ".csv",
                        SeriesLayout.of(Optional.of("Date"), columns, Optional.empty(), Gaps.CUT));
            default -> throw new IllegalStateException(name);
        };
    }

    private SeriesLayout dated(String date) {
        return SeriesLayout.of(Optional.of(date), columns, Optional.empty(), Gaps.REFUSE);
    }

    private SeriesData etth1(DataFolders folders) {
        NamedSet set = Catalog.find("ett");
        SeriesTable table = SeriesReader.read(folders.open(set).resolve("ETTh1.csv"), dated("date"));
        int train = 12 * MONTH_OF_HOURS;
        int validation = train + 4 * MONTH_OF_HOURS;
        int test = validation + 4 * MONTH_OF_HOURS;
        return new SeriesData(
                table,
                new Span(0, train),
                new Span(train, validation),
                new Span(validation, test),
                set.files().get(0).sha256());
    }

    private static SeriesData tenths(DataFolders folders, String folder, String file, SeriesLayout layout) {
        NamedSet set = Catalog.find(folder);
        Path path = folders.open(set).resolve(file);
        String hash = set.files().stream()
                .filter(one -> one.name().equals(file))
                .findFirst()
                .orElseThrow()
                .sha256();
        return SeriesData.byShare(SeriesReader.read(path, layout), 0.1, 0.2, hash);
    }
}
