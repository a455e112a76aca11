package io.bestiary.training.task;

import io.bestiary.datasets.series.Windows;

/**
 * Tells each value of the future as a weighted sum of the past, both less the last value of the past; the same weights for
 * every column, by least squares with a penalty on their squares (Hoerl and Kennard, 1970).
 */
final class RidgeForecast {
    private static final double PENALTY = 1;
    /** More windows than these say little more: they are thinned out evenly. */
    private static final int MOST_ROWS = 200_000;

    private final int context;
    private final int horizon;
    private final double[][] weights;

    private RidgeForecast(int context, int horizon, double[][] weights) {
        this.context = context;
        this.horizon = horizon;
        this.weights = weights;
    }

    /**
     * Solves (X'X + penalty I) W = X'Y over all windows and columns.
     *
     * @param values row-major (rows, columns)
     */
    static RidgeForecast fit(float[] values, int columns, Windows windows) {
        int context = windows.context();
        double[][] gram = new double[context][context];
        double[][] product = new double[context][windows.horizon()];
        double[] past = new double[context];
        double[] future = new double[windows.horizon()];
        int thinning = Math.max(1, windows.size() * columns / MOST_ROWS);
        for (int w = 0; w < windows.size(); w += thinning) {
            for (int c = 0; c < columns; c++) {
                read(values, columns, c, windows.starts()[w], past, future);
                accumulate(gram, past, past, true);
                accumulate(product, past, future, false);
            }
        }
        for (int i = 0; i < context; i++) {
            gram[i][i] += PENALTY;
        }
        solve(gram, product);
        return new RidgeForecast(context, windows.horizon(), product);
    }

    private static void read(float[] values, int columns, int c, int start, double[] past, double[] future) {
        float last = values[(start + past.length - 1) * columns + c];
        for (int i = 0; i < past.length; i++) {
            past[i] = values[(start + i) * columns + c] - last;
        }
        for (int h = 0; h < future.length; h++) {
            future[h] = values[(start + past.length + h) * columns + c] - last;
        }
    }

    /** Adds the product of a column and a row; of a symmetric sum only the part at and before the diagonal. */
    private static void accumulate(double[][] sum, double[] left, double[] right, boolean symmetric) {
        for (int i = 0; i < left.length; i++) {
            double factor = left[i];
            double[] row = sum[i];
            int end = symmetric ? i + 1 : right.length;
            for (int j = 0; j < end; j++) {
                row[j] += factor * right[j];
            }
        }
    }

    /** Cholesky's method, in place: the lower half of the matrix becomes its factor, the right side the solution. */
    private static void solve(double[][] matrix, double[][] right) {
        int size = matrix.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
            }
        }
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                subtract(right[i], right[k], matrix[i][k]);
            }
            divide(right[i], matrix[i][i]);
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                subtract(right[i], right[k], matrix[k][i]);
            }
            divide(right[i], matrix[i][i]);
        }
    }

    private static void subtract(double[] from, double[] row, double factor) {
        for (int j = 0; j < from.length; j++) {
            from[j] -= factor * row[j];
        }
    }

    private static void divide(double[] row, double by) {
        for (int j = 0; j < row.length; j++) {
            row[j] /= by;
        }
    }

    /** Tells the future after a window, (H, C), into the target. */
    void tell(float[] values, int columns, int start, float[] target) {
        double[] told = new double[horizon];
        for (int c = 0; c < columns; c++) {
            float last = values[(start + context - 1) * columns + c];
            java.util.Arrays.fill(told, last);
            for (int i = 0; i < context; i++) {
                double step = values[(start + i) * columns + c] - last;
                double[] row = weights[i];
                for (int h = 0; h < horizon; h++) {
                    told[h] += step * row[h];
                }
            }
            for (int h = 0; h < horizon; h++) {
                target[h * columns + c] = (float) told[h];
            }
        }
    }
}
