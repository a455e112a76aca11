package io.bestiary.datasets.image;

import java.util.SplittableRandom;

/** The beta distribution, by two gamma variates; Marsaglia and Tsang, 2000, "A simple method for generating gamma variables". */
final class Beta {

    private Beta() {}

    /** A number from Beta(a, a). */
    static double symmetric(double a, SplittableRandom random) {
        // In logarithms: for a small a, both variates may be smaller than any number that is not 0.
        double x = logGamma(a, random);
        double y = logGamma(a, random);
        return 1 / (1 + Math.exp(y - x));
    }

    /** The logarithm of a variate of Gamma(a, 1); for a below 1, Gamma(a) = Gamma(a + 1) * U^(1/a). */
    private static double logGamma(double a, SplittableRandom random) {
        if (a < 1) {
            return logGamma(a + 1, random) + Math.log(1 - random.nextDouble()) / a;
        }
        double d = a - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            double v = root * root * root;
            double log = Math.log(1 - random.nextDouble());
            if (root > 0 && log < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return Math.log(d * v);
            }
        }
    }
}
