package io.bestiary.datasets.image;

/**
 * What points of the plane are divided by before a network sees them.
 *
 * @param scale above 0
 */
public record Points(double scale) {

    public Points {
        if (!(scale > 0 && scale < 1e6)) {
            throw new IllegalArgumentException("scale: must be above 0, got " + scale);
        }
    }
}
