package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.OneDnn;

/** Convolves arrays, for the layers that do so. */
public final class Convolution {
    private static final Shape DENSE = new Shape(1, 1);

    private Convolution() {}

    /**
     * Convolves pictures.
     *
     * @param x (B, C, H, W)
     * @param weight (filters, C, rows, columns)
     * @param bias (filters), or null
     * @param stride down and across
     * @param padding above and below, left and right
     * @return (B, filters, H', W')
     */
    public static NDArray of(NDArray x, NDArray weight, NDArray bias, Shape stride, Shape padding) {
        return of(x, weight, bias, stride, padding, 1);
    }

    /** The same, each group of channels seen by filters of its own: the weight is (filters, C / groups, rows, columns). */
    static NDArray of(NDArray x, NDArray weight, NDArray bias, Shape stride, Shape padding, int groups) {
        return OneDnn.errs(x)
                ? WiderConvolution.of(x, weight, bias, stride, padding, groups)
                : plain(x, weight, bias, stride, padding, groups);
    }

    /** As the engine does it. */
    static NDArray plain(NDArray x, NDArray weight, NDArray bias, Shape stride, Shape padding, int groups) {
        return ai.djl.nn.convolutional.Conv2d.conv2d(x, weight, bias, stride, padding, DENSE, groups)
                .singletonOrThrow();
    }
}
