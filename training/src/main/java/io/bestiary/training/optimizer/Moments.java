package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The two moving averages that Adam and its kin keep of each gradient. */
final class Moments {
    static final List<String> SLOTS = List.of("first_moment", "second_moment");

    private Moments() {}

    /** Refuses anything but two numbers from 0 to below 1. */
    static void checkBetas(List<Double> betas) {
        if (betas.size() != 2 || !betas.stream().allMatch(beta -> beta >= 0 && beta < 1)) {
            throw new IllegalArgumentException("betas: must be two numbers, at least 0 and below 1, got " + betas);
        }
    }

    /**
     * Takes the gradient into both averages.
     *
     * @return a new array: scale * m / (sqrt(v) + epsilon), m and v freed from their bias towards the zeros at the start
     */
    static NDArray direction(Update now, NDArray gradient, List<Double> betas, double epsilon, double scale) {
        double first = betas.get(0);
        double second = betas.get(1);
        NDArray mean = now.state().get(0);
        NDArray square = now.state().get(1);
        now.average(mean, first, gradient, 1 - first);
        now.average(square, second, gradient.square(), 1 - second);
        double step = (double) now.step();
        double meanCorrection = 1 - Math.pow(first, step);
        double rootCorrection = Math.sqrt(1 - Math.pow(second, step));
        // Numerator and denominator times the correction of the root: one pass over the array less.
        NDArray denominator = square.sqrt().addi(now.number(epsilon * rootCorrection));
        return mean.mul(now.number(scale * rootCorrection / meanCorrection)).divi(denominator);
    }
}
