package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.nn.Block;

/** What the small networks for telephones, and those that grew from them, share. */
final class Mobile {

    private Mobile() {}

    /** Convolution that keeps the size but for its stride, normalization and, unless null, an activation. */
    static Block convNorm(int filters, int kernel, int stride, int groups, Norm norm, Block activation) {
        Block convolution = convNoBias(filters, kernel, stride, kernel / 2, groups);
        Block normalization = batchNorm(norm.epsilon(), norm.momentum());
        return activation == null
                ? sequence(convolution, normalization)
                : sequence(convolution, normalization, activation);
    }

    /** Sizes of a normalization over the batch, as PyTorch writes them. */
    record Norm(double epsilon, double momentum) {
        static final Norm STANDARD = new Norm(1e-5, 0.1);
    }

    /** A width times a factor, to the nearest multiple of 8 that is not more than a tenth below it; from the first MobileNets. */
    static int scaled(int width, double factor) {
        double wanted = width * factor;
        int rounded = Math.max(8, (int) (wanted + 4) / 8 * 8);
        return rounded < 0.9 * wanted ? rounded + 8 : rounded;
    }
}
