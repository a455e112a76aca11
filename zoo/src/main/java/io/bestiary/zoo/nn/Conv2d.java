package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.Shape;

/** A square convolution that refuses a picture smaller than its window; DJL's would compute on with a size below 1. */
final class Conv2d extends ai.djl.nn.convolutional.Conv2d {
    private final Window window;

    private Conv2d(Builder builder, Window window) {
        super(builder);
        this.window = window;
    }

    static Conv2d of(int filters, Window window, int groups, boolean bias) {
        Builder builder = builder()
                .setKernelShape(new Shape(window.kernel(), window.kernel()))
                .setFilters(filters)
                .optStride(new Shape(window.stride(), window.stride()))
                .optPadding(new Shape(window.padding(), window.padding()))
                .optDilation(new Shape(1, 1))
                .optGroups(groups)
                .optBias(bias);
        return new Conv2d(builder, window);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {window.over(inputs[0], filters)};
    }
}
