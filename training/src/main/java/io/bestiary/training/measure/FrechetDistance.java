package io.bestiary.training.measure;

/**
 * The distance of two clouds of features, each taken for normally distributed: the squared distance of the means and what
 * their covariances differ by; Heusel et al., 2017, https://arxiv.org/abs/1706.08500. It depends on whose features they are
 * and on how many there are: to be compared only where both are the same.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /**
     * Measures.
     *
     * @param real features (N, F), N at least 2
     * @param drawn features (M, F), M at least 2
     */
    public static double between(float[][] real, float[][] drawn) {
        double[] realMean = mean(real);
        double[] drawnMean = mean(drawn);
        double[][] realCovariance = covariance(real, realMean);
        double[][] drawnCovariance = covariance(drawn, drawnMean);
        double[][] root = SymmetricEigen.of(realCovariance).squareRoot();
        // The eigenvalues of C1 C2 are those of the symmetric root(C1) C2 root(C1).
        double[][] between = product(product(root, drawnCovariance), root);
        double distance = 0;
        for (int i = 0; i < realMean.length; i++) {
            double step = realMean[i] - drawnMean[i];
            distance += step * step + realCovariance[i][i] + drawnCovariance[i][i];
        }
        for (double value : SymmetricEigen.of(symmetric(between)).values()) {
            distance -= 2 * Math.sqrt(Math.max(0, value));
        }
        return Math.max(0, distance);
    }

    private static double[] mean(float[][] features) {
        double[] mean = new double[features[0].length];
        for (float[] row : features) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / (double) features.length;
            }
        }
        return mean;
    }

    private static double[][] covariance(float[][] features, double[] mean) {
        int size = mean.length;
        double[][] covariance = new double[size][size];
        double[] centred = new double[size];
        for (float[] row : features) {
            for (int i = 0; i < size; i++) {
                centred[i] = row[i] - mean[i];
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += centred[i] * centred[j];
                }
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= features.length - 1;
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    private static double[][] product(double[][] left, double[][] right) {
        double[][] product = new double[left.length][right[0].length];
        for (int i = 0; i < left.length; i++) {
            for (int k = 0; k < right.length; k++) {
                double factor = left[i][k];
                for (int j = 0; j < product[i].length; j++) {
                    product[i][j] += factor * right[k][j];
                }
            }
        }
        return product;
    }

    private static double[][] symmetric(double[][] matrix) {
        double[][] even = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                even[i][j] = (matrix[i][j] + matrix[j][i]) / 2;
            }
        }
        return even;
    }
}
