package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * Scales each channel by one trained number that starts small; Touvron et al., 2021, https://arxiv.org/abs/2103.17239:
 * (B, C, H, W) -> (B, C, H, W).
 */
public final class LayerScale extends NamedBlock {
    private final Parameter scale;

    public LayerScale(String name, int channels, double start) {
        scale = parameter(name, Parameter.Type.OTHER, Distribution.constant((float) start), new Shape(channels, 1, 1));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(x.mul(pass.value(scale, x)));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return inputs;
    }
}
