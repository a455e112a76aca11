package io.bestiary.datasets.image;

import io.bestiary.datasets.Seeds;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Points in the plane, made in code: a mixture of equally likely normal distributions, on which it is seen what a generator
 * has caught and what it has missed; Srivastava et al., 2017, https://arxiv.org/abs/1705.07761.
 *
 * @param name {@code ring}: 8 centres on a circle of radius 2; {@code grid}: 25 centres, 5 by 5, 2 apart
 * @param examples in an epoch
 * @param deviation standard deviation of each distribution, in both directions
 * @param seed what the points are a function of
 */
public record Gaussians(String name, int examples, double deviation, long seed) implements DrawingSpec {
    static final List<String> NAMES = List.of("ring", "grid");

    /** What a recipe need not say; the name it must. */
    public static final Gaussians DEFAULTS = new Gaussians(null, 50_000, 0.02, 0);

    public Gaussians {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
        if (examples < 100 || examples > 10_000_000) {
            throw new IllegalArgumentException("examples: must be between 100 and 10000000, got " + examples);
        }
        if (!(deviation > 0 && deviation <= 0.5)) {
            throw new IllegalArgumentException("deviation: must be above 0 and at most 0.5, got " + deviation);
        }
    }

    /** The centres (K, 2). */
    public double[][] centres() {
        boolean ring = name.equals("ring");
        double[][] centres = new double[ring ? 8 : 25][];
        for (int k = 0; k < centres.length; k++) {
            // Not Math.sin: its last bit may differ from machine to machine.
            centres[k] = ring
                    ? new double[] {2 * StrictMath.cos(k * Math.PI / 4), 2 * StrictMath.sin(k * Math.PI / 4)}
                    : new double[] {2 * (k % 5) - 4, 2 * (k / 5) - 4};
        }
        return centres;
    }

    /** What the coordinates are divided by, so that they lie between -1 and 1 as those of pictures do. */
    public double scale() {
        return name.equals("ring") ? 2.5 : 5;
    }

    /**
     * Draws points (count, 2).
     *
     * @param purpose with the seed, what they are a function of
     */
    public double[][] points(String purpose, int count) {
        SplittableRandom random = Seeds.of(seed, purpose);
        double[][] centres = centres();
        double[][] points = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] centre = centres[random.nextInt(centres.length)];
            points[i] = new double[] {
                centre[0] + deviation * random.nextGaussian(), centre[1] + deviation * random.nextGaussian()
            };
        }
        return points;
    }
}
