package io.bestiary.datasets.series;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Rows of a series, oldest first: what is given to a network to go on from or to classify.
 *
 * @param values of each row, in the order of the columns that the network was trained with
 * @param last time of the last row, if it has one
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record SeriesRows(float[][] values, Optional<LocalDateTime> last) {

    /** Rows without times. */
    public static SeriesRows of(float[][] values) {
        return new SeriesRows(values, Optional.empty());
    }
}
