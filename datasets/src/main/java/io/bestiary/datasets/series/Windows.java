package io.bestiary.datasets.series;

import io.bestiary.datasets.DataException;
import java.util.ArrayList;
import java.util.List;

/**
 * Places in a table from where rows are read, without a gap: {@code context} rows of the past, then {@code horizon} rows
 * of the future.
 *
 * <p>The rows that are told lie in the span. The past may reach back before it, as it does when the network is used; with
 * no horizon the window belongs to its last row.
 *
 * @param starts first row of each window, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record Windows(int[] starts, int context, int horizon) {

    /**
     * Finds all windows of a span.
     *
     * @param name what messages call the span
     * @param stride rows from one window to the next
     * @throws DataException if the span has rows, but not enough of them for one window
     */
    public static Windows in(SeriesTable table, Span span, String name, int context, int horizon, int stride) {
        int told = Math.max(1, horizon);
        List<Integer> starts = new ArrayList<>();
        int run = 0;
        int next = Integer.MIN_VALUE;
        for (int last = 0; last < span.to(); last++) {
            run = table.begins()[last] ? 1 : run + 1;
            int start = last + 1 - context - horizon;
            if (run >= context + horizon && last + 1 - told >= span.from() && start >= next) {
                starts.add(start);
                next = start + stride;
            }
        }
        if (starts.isEmpty() && span.size() > 0) {
            throw new DataException(table.source() + ": " + name + ": must have room for one window of " + context
                    + (horizon == 0 ? "" : " + " + horizon) + " rows without a gap, found " + span.size() + " rows");
        }
        return new Windows(starts.stream().mapToInt(Integer::intValue).toArray(), context, horizon);
    }

    public int size() {
        return starts.length;
    }
}
