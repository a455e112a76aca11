package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.rows.Columns;
import io.bestiary.datasets.rows.FileLines;
import io.bestiary.datasets.rows.Row;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of pairs, UTF-8, packed with gzip or not: {@code csv} and {@code tsv} name their columns in the first line,
 * {@code jsonl} has an object in each line. A tsv knows no quotes.
 *
 * @param name {@code csv}, {@code tsv} or {@code jsonl}
 * @param path the file
 * @param source column or key of what is read
 * @param target column or key of what is written
 * @param validation share of the sources to validate on, 0 to 0.9
 * @param test share of the sources to test on, 0 to 0.9
 * @param seed what the division is a function of
 */
public record PairTable(String name, Path path, String source, String target, double validation, double test, long seed)
        implements PairSpec {
    static final List<String> NAMES = List.of("csv", "tsv", "jsonl");

    /** What a recipe need not say; name and path it must. */
    public static final PairTable DEFAULTS = new PairTable(null, null, "source", "target", 0.1, 0.1, 0);

    public PairTable {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
        new PairSplit(validation, test, seed);
    }

    @Override
    public PairData open(DataFolders folders) {
        FileLines lines = FileLines.read(path);
        List<Row> rows = switch (name) {
            case "csv" -> Columns.csv(lines, source, target);
            case "tsv" -> Columns.tsv(lines, source, target);
            default -> Columns.jsonl(lines, source, target);
        };
        if (rows.isEmpty()) {
            throw new DataException(path + ": must have at least one pair, found none");
        }
        List<TextPair> pairs = rows.stream()
                .map(row -> new TextPair(
                        PairFiles.text(row.values().get(0), row.place()),
                        PairFiles.text(row.values().get(1), row.place()),
                        row.place()))
                .toList();
        return new PairData(new PairSplit(validation, test, seed).divide(path.toString(), pairs), lines.sha256());
    }
}
