package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** Normalizes each channel of each picture to mean 0 and variance 1, without parameters; Ulyanov et al., 2016. */
public final class InstanceNorm {
    private static final float EPSILON = 1e-5f;

    private InstanceNorm() {}

    /** (B, C, H, W) -> (B, C, H, W). */
    public static Block block() {
        return Layers.elementwise("instanceNorm", InstanceNorm::apply);
    }

    private static NDArray apply(NDArray x) {
        NDManager manager = x.getManager();
        Shape pixels = new Shape(x.size(2) * x.size(3));
        NDArray flat = x.reshape(x.size(0), x.size(1), x.size(2) * x.size(3));
        return ai.djl.nn.norm.LayerNorm.layerNorm(
                        flat,
                        pixels,
                        manager.ones(pixels, x.getDataType()),
                        manager.zeros(pixels, x.getDataType()),
                        EPSILON)
                .singletonOrThrow()
                .reshape(x.getShape());
    }
}
