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
        boolean window = weight.size(2) > 1 || weight.size(3) > 1;
        long more = window && groups == 1 ? OneDnn.channelsToAdd(x) : 0;
        return ai.djl.nn.convolutional.Conv2d.conv2d(
                        wider(x, more, x), wider(weight, more, x), bias, stride, padding, DENSE, groups)
                .singletonOrThrow();
    }

    /** With more channels that are 0; an array of the same manager as the pictures. */
    private static NDArray wider(NDArray array, long more, NDArray x) {
        if (more == 0) {
            return array;
        }
        Shape shape = array.getShape();
        NDArray zeros =
                x.getManager().zeros(new Shape(shape.get(0), more, shape.get(2), shape.get(3)), array.getDataType());
        NDArray wide = array.concat(zeros, 1);
        wide.attach(x.getManager());
        return wide;
    }
}
