package io.bestiary.datasets.series;

/**
 * What is taken off the values of a window before the network sees them, and put back on what it tells, so that a series
 * may be higher or lower than it was in training; Zeng et al., 2022, https://arxiv.org/abs/2205.13504.
 */
public enum Level {
    NONE,
    /** The last value of each column. */
    LAST,
    /** The mean of each column. */
    MEAN;

    /**
     * The level of each column of a window.
     *
     * @param values row-major (rows, columns)
     */
    float[] of(float[] values, int columns) {
        float[] level = new float[columns];
        int rows = values.length / columns;
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += values[r * columns + c];
            }
            level[c] = switch (this) {
                case NONE -> 0;
                case LAST -> values[(rows - 1) * columns + c];
                case MEAN -> (float) (sum / rows);
            };
        }
        return level;
    }
}
