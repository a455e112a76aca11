package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.pooling.Pool;

/**
 * Weighs each channel by what all channels say on average; Hu et al., 2017, https://arxiv.org/abs/1709.01507. The two layers
 * are convolutions {@code fc1}, {@code fc2} over one pixel, as in torchvision: (B, C, H, W) -> (B, C, H, W).
 */
public final class SqueezeExcite extends NamedBlock {
    private final Block fc1;
    private final Block activation;
    private final Block fc2;
    private final Block gate;

    /**
     * @param channels C
     * @param squeezed channels between the two layers
     * @param activation after the first layer
     * @param gate after the second, to weights between 0 and 1
     */
    public SqueezeExcite(int channels, int squeezed, Block activation, Block gate) {
        fc1 = child("fc1", started(squeezed));
        this.activation = child("activation", activation);
        fc2 = child("fc2", started(channels));
        this.gate = child("gate", gate);
    }

    private static Block started(int filters) {
        return Layers.startingAt(Distribution.heNormal(), Layers.conv(filters, 1, 1, 0));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray mean = Pool.globalAvgPool2d(x).reshape(x.size(0), x.size(1), 1, 1);
        NDArray squeezed = pass.through(activation, pass.through(fc1, mean));
        return new NDList(x.mul(pass.through(gate, pass.through(fc2, squeezed))));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape mean = new Shape(inputs[0].get(0), inputs[0].get(1), 1, 1);
        tracer.one(gate, tracer.one(fc2, tracer.one(activation, tracer.one(fc1, mean))));
        return inputs;
    }
}
