package io.bestiary.datasets.series;

import java.util.List;
import java.util.Optional;

/**
 * What is where in a file of rows.
 *
 * @param date name of the column of times; empty where there is none
 * @param columns names of the columns of numbers; none: all that are not date or label
 * @param label name of the column of classes; empty where there is none
 * @param gaps what becomes of rows that are missing
 * @param header whether the first line names the columns; without it they are called 0, 1, 2, ...
 * @param rowNumbers whether each row begins with its number, which the header does not name
 */
record SeriesLayout(
        Optional<String> date,
        List<String> columns,
        Optional<String> label,
        Gaps gaps,
        boolean header,
        boolean rowNumbers) {

    /** A header, and no row numbers. */
    static SeriesLayout of(Optional<String> date, List<String> columns, Optional<String> label, Gaps gaps) {
        return new SeriesLayout(date, columns, label, gaps, true, false);
    }
}
