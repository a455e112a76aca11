package io.bestiary.datasets.series;

import io.bestiary.datasets.DataException;
import java.util.List;

/**
 * A series, divided by time: what is validated on comes after what is learned from, and what is tested on after both.
 *
 * @param train rows whose values are told, or whose classes are learned, in training
 * @param validation rows to validate on; empty where there are none
 * @param test rows to test on; empty where there are none
 * @param sha256 hash of the original file, unpacked; of several files that of the list that {@code sha256sum} prints
 */
public record SeriesData(SeriesTable table, Span train, Span validation, Span test, String sha256) {

    /** Divides a table: the last rows are for testing, those before them for validating. */
    static SeriesData byShare(SeriesTable table, double validation, double test, String sha256) {
        int rows = table.rows();
        int testRows = (int) (rows * test);
        int trainRows = validation == 0 ? rows - testRows : (int) (rows * (1 - validation - test) + 1e-9);
        return new SeriesData(
                table,
                new Span(0, trainRows),
                new Span(trainRows, rows - testRows),
                new Span(rows - testRows, rows),
                sha256);
    }

    /** Checks the shares of a recipe. */
    static void checkShares(double validation, double test) {
        checkShare("validation", validation);
        checkShare("test", test);
        if (validation + test > 0.9) {
            throw new IllegalArgumentException(
                    "test: must leave a tenth to learn from, got " + test + " beside a validation of " + validation);
        }
    }

    private static void checkShare(String key, double share) {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException(key + ": must be between 0 and 0.9, got " + share);
        }
    }

    /** The names of the classes, sorted: by number where all are numbers. */
    public List<String> classes() {
        List<String> names = table.labels().stream().distinct().toList();
        boolean numbers = names.stream().allMatch(name -> name.matches("-?\\d{1,9}"));
        List<String> sorted = numbers
                ? names.stream()
                        .sorted(java.util.Comparator.comparingInt(Integer::parseInt))
                        .toList()
                : names.stream().sorted().toList();
        if (sorted.size() < 2) {
            throw new DataException(table.source() + ": must have at least 2 classes, found " + sorted);
        }
        return sorted;
    }
}
