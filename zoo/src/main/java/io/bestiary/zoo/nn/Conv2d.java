package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.engine.OneDnn;

/** A square convolution that refuses a picture smaller than its window; DJL's would compute on with a size below 1. */
final class Conv2d extends ai.djl.nn.convolutional.Conv2d {
    private final Window window;
    private ChannelsLast.Way channelsLast;

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

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray shift = includeBias ? store.getValue(bias, x.getDevice(), training) : null;
        return new NDList(
                channelsLast == null
                        ? Convolution.of(
                                x, store.getValue(weight, x.getDevice(), training), shift, stride, padding, groups)
                        : channelsLast.convolve(new Pass(store, training), x, shift));
    }

    /** Whether {@link #layChannelsLast} may be called: its values are right then, and pay. */
    boolean fitsChannelsLast() {
        boolean wide = window.kernel() == 1 && window.padding() > 0;
        return groups == 1 && !wide && OneDnn.packsFilters(weight.getArray());
    }

    boolean hasManyChannels() {
        return weight.getArray().size(1) >= OneDnn.block();
    }

    /** Lets the channels of a pixel lie side by side from now on, for answers alone; takes the values of the filters. */
    void layChannelsLast() {
        channelsLast = ChannelsLast.of(weight.getArray(), window).orElse(null);
    }

    /** One convolution that computes what this and the norm after it do outside of training. */
    Block with(BatchNorm norm) {
        double[] scale = norm.scale();
        double[] shift = norm.shift();
        NDArray mine = weight.getArray();
        NDManager manager = mine.getManager();
        if (includeBias) {
            float[] before = bias.getArray().toFloatArray();
            for (int i = 0; i < shift.length; i++) {
                shift[i] += before[i] * scale[i];
            }
        }
        Conv2d both = of(filters, window, groups, true);
        try (NDArray factor = HostMemory.array(manager, narrowed(scale), new Shape(filters, 1, 1, 1))) {
            both.weight.setArray(mine.mul(factor));
        }
        both.bias.setArray(HostMemory.array(manager, narrowed(shift), new Shape(filters)));
        both.initialize(manager, DataType.FLOAT32, new Shape(1, mine.size(1) * groups, -1, -1));
        return both;
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
