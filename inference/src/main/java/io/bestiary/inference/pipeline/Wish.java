package io.bestiary.inference.pipeline;

import io.bestiary.datasets.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a network shall draw.
 *
 * @param seed of the latent vector
 * @param label number of the class to draw; {@link #ANY} lets the seed choose, and is all there is where no class can be
 *     asked for
 * @param shift added to the first numbers of the latent vector
 * @param latent the whole latent vector, in place of one made of the seed
 */
public record Wish(long seed, int label, List<Double> shift, Optional<List<Float>> latent) {
    public static final int ANY = -1;

    public Wish {
        shift = List.copyOf(shift);
    }

    /** What the seed gives. */
    public static Wish of(long seed) {
        return of(seed, ANY);
    }

    /** What the seed gives of a class. */
    public static Wish of(long seed, int label) {
        return new Wish(seed, label, List.of(), Optional.empty());
    }

    /** The latent vector, the same on every engine. */
    float[] latent(int size) {
        float[] values = new float[size];
        SplittableRandom random = Seeds.of(seed, "latent");
        for (int i = 0; i < size; i++) {
            values[i] = latent.isPresent() ? latent.get().get(i) : (float) random.nextGaussian();
            values[i] += i < shift.size() ? shift.get(i).floatValue() : 0;
        }
        return values;
    }

    /** The class, of so many. */
    int label(int classes) {
        return label == ANY ? Seeds.of(seed, "class").nextInt(classes) : label;
    }
}
