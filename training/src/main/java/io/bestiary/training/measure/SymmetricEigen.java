package io.bestiary.training.measure;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations; Golub and Van Loan, Matrix Computations,
 * section 8.5.
 */
final class SymmetricEigen {
    private static final int MOST_SWEEPS = 60;

    private final double[] values;
    private final double[][] vectors;

    private SymmetricEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    static SymmetricEigen of(double[][] symmetric) {
        int size = symmetric.length;
        double[][] a = new double[size][];
        double[][] v = new double[size][size];
        double norm = 0;
        for (int i = 0; i < size; i++) {
            a[i] = symmetric[i].clone();
            v[i][i] = 1;
            for (double value : a[i]) {
                norm += value * value;
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > 1e-26 * norm; sweep++) {
            for (int p = 0; p < size - 1; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = a[i][i];
        }
        return new SymmetricEigen(values, v);
    }

    private static double offDiagonal(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = i + 1; j < a.length; j++) {
                sum += 2 * a[i][j] * a[i][j];
            }
        }
        return sum;
    }

    /** Makes a[p][q] zero. The rows of v become the eigenvectors. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double apq = a[p][q];
        if (apq == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * apq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        double app = a[p][p];
        double aqq = a[q][q];
        turn(a[p], a[q], c, s);
        for (int k = 0; k < a.length; k++) {
            a[k][p] = a[p][k];
            a[k][q] = a[q][k];
        }
        a[p][p] = app - t * apq;
        a[q][q] = aqq + t * apq;
        a[p][q] = 0;
        a[q][p] = 0;
        turn(v[p], v[q], c, s);
    }

    private static void turn(double[] p, double[] q, double c, double s) {
        for (int k = 0; k < p.length; k++) {
            double first = p[k];
            double second = q[k];
            p[k] = c * first - s * second;
            q[k] = s * first + c * second;
        }
    }

    double[] values() {
        return values;
    }

    /** The square root of a matrix that has no negative eigenvalues but those of rounding, which are taken as 0. */
    double[][] squareRoot() {
        int size = values.length;
        double[][] root = new double[size][size];
        for (int k = 0; k < size; k++) {
            double weight = Math.sqrt(Math.max(0, values[k]));
            for (int i = 0; i < size; i++) {
                double factor = weight * vectors[k][i];
                for (int j = 0; j < size; j++) {
                    root[i][j] += factor * vectors[k][j];
                }
            }
        }
        return root;
    }
}
