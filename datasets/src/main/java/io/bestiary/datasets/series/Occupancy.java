package io.bestiary.datasets.series;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.NamedSet;
import io.bestiary.datasets.RemoteFile;
import io.bestiary.datasets.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether an office is occupied, every minute, by temperature, humidity, light and carbon dioxide; Candanedo and Feldheim,
 * 2016, https://doi.org/10.24432/C5X01N. Of its makers' three files the second is for validating, the third for testing.
 *
 * @param columns names of the columns to use; none: all
 */
public record Occupancy(List<String> columns) implements LabelledSeriesSpec {
    public static final Occupancy DEFAULTS = new Occupancy(List.of());

    @Override
    public SeriesData open(DataFolders folders) {
        NamedSet set = Catalog.find("occupancy");
        Path folder = folders.open(set);
        SeriesLayout layout =
                new SeriesLayout(Optional.of("date"), columns, Optional.of("Occupancy"), Gaps.CUT, true, true);
        List<SeriesTable> tables = set.files().stream()
                .map(file -> SeriesReader.read(folder.resolve(file.name()), layout))
                .toList();
        int train = tables.get(0).rows();
        int validation = train + tables.get(1).rows();
        int test = validation + tables.get(2).rows();
        TreeMap<String, String> hashes = new TreeMap<>();
        for (RemoteFile file : set.files()) {
            hashes.put(file.name(), file.sha256());
        }
        return new SeriesData(
                SeriesTable.concat(folder.toString(), tables),
                new Span(0, train),
                new Span(train, validation),
                new Span(validation, test),
                Sha256.ofFiles(hashes));
    }
}
