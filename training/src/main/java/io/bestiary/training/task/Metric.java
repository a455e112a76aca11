package io.bestiary.training.task;

import java.util.Locale;

/**
 * A measure of how well a network does.
 *
 * @param name its key in files, such as {@code accuracy}
 * @param percent whether it is a share of 1, shown as a percentage
 * @param higherIsBetter which way is better
 */
public record Metric(String name, boolean percent, boolean higherIsBetter) {
    public static final Metric LOSS = new Metric("loss", false, false);

    /** Whether one value is better than another; nothing is better than NaN. */
    public boolean better(double value, double than) {
        return higherIsBetter ? value > than || Double.isNaN(than) : value < than || Double.isNaN(than);
    }

    /** The value as people read it. */
    public String format(double value) {
        return percent ? String.format(Locale.ROOT, "%.2f %%", 100 * value) : String.format(Locale.ROOT, "%.4f", value);
    }
}
