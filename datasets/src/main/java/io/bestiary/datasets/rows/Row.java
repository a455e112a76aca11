package io.bestiary.datasets.rows;

import java.util.List;

/**
 * What a row of a table has in the columns that were asked for.
 *
 * @param values in the order of the columns
 * @param place file and line, for messages
 */
public record Row(List<String> values, String place) {

    public Row {
        values = List.copyOf(values);
    }
}
