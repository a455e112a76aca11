package io.bestiary.training.measure;

/** The threshold that divides grey values best in two; Otsu, 1979, https://doi.org/10.1109/TSMC.1979.4310076. */
public final class Otsu {

    private Otsu() {}

    /**
     * Finds the least threshold t at which the values up to t and those above it differ most: of the largest variance
     * between the two.
     *
     * @param counts how often each grey value is found; at least two of them must be
     */
    public static int threshold(long[] counts) {
        double total = 0;
        double sum = 0;
        for (int value = 0; value < counts.length; value++) {
            total += counts[value];
            sum += (double) value * counts[value];
        }
        double below = 0;
        double sumBelow = 0;
        double most = -1;
        int best = 0;
        for (int value = 0; value < counts.length - 1; value++) {
            below += counts[value];
            sumBelow += (double) value * counts[value];
            double above = total - below;
            if (below > 0 && above > 0) {
                double step = sumBelow / below - (sum - sumBelow) / above;
                double between = below * above * step * step;
                if (between > most * (1 + 1e-12)) {
                    most = between;
                    best = value;
                }
            }
        }
        return best;
    }
}
