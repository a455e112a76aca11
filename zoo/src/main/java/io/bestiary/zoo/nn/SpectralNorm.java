package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.engine.HostMemory;

/**
 * A linear layer or a convolution, with bias, whose weight is divided by its largest singular value; Miyato et al., 2018,
 * https://arxiv.org/abs/1802.05957.
 *
 * <p>The singular value is found by one step of the power iteration in each training pass. Names as PyTorch's
 * {@code spectral_norm} gives them: {@code weight_orig, weight_u, weight_v, bias}.
 */
public final class SpectralNorm extends NamedBlock {
    private static final float EPSILON = 1e-12f;

    private final int units;
    private final int kernel;
    private final int stride;
    private final int padding;
    private final Parameter weight;
    private final Parameter left;
    private final Parameter right;
    private final Parameter bias;

    private SpectralNorm(int units, int kernel, int stride, int padding) {
        this.units = units;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        weight = parameter("weight_orig", Parameter.Type.WEIGHT, Distribution.fanInUniform(), null);
        bias = parameter("bias", Parameter.Type.BIAS, Distribution.constant(0), new Shape(units));
        left = parameter("weight_u", Parameter.Type.RUNNING_MEAN, Distribution.unitVector(), new Shape(units));
        right = parameter("weight_v", Parameter.Type.RUNNING_MEAN, Distribution.unitVector(), null);
    }

    /** (..., in) -> (..., units). */
    public static SpectralNorm linear(int units) {
        return new SpectralNorm(units, 0, 1, 0);
    }

    /** (B, C, H, W) -> (B, filters, H', W'). */
    public static SpectralNorm conv(int filters, int kernel, int stride, int padding) {
        return new SpectralNorm(filters, kernel, stride, padding);
    }

    @Override
    protected void prepare(Shape[] inputs) {
        Shape shape =
                kernel == 0 ? new Shape(units, inputs[0].tail()) : new Shape(units, inputs[0].get(1), kernel, kernel);
        weight.setShape(shape);
        right.setShape(new Shape(shape.size() / units));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray matrix = pass.value(weight, x).reshape(units, -1); // (out, in k k)
        matrix.attach(x.getManager());
        NDArray u = pass.value(left, x);
        NDArray v = pass.value(right, x);
        if (pass.training()) {
            NDArray constant = matrix.stopGradient();
            NDArray newRight = unit(constant.transpose().matMul(column(u, x)));
            NDArray newLeft = unit(constant.matMul(newRight));
            newRight.flatten().copyTo(v);
            newLeft.flatten().copyTo(u);
            u = newLeft;
            v = newRight;
        }
        NDArray largest = column(u, x).mul(matrix.matMul(column(v, x))).sum();
        NDArray normal = matrix.div(largest);
        NDArray shift = pass.value(bias, x);
        if (kernel == 0) {
            return new NDList(Linear.of(pass, x, normal, shift));
        }
        return new NDList(Convolution.of(
                x, normal.reshape(weight.getShape()), shift, new Shape(stride, stride), new Shape(padding, padding)));
    }

    /** (n) -> (n, 1), an array of the pass. */
    private static NDArray column(NDArray vector, NDArray like) {
        NDArray column = vector.reshape(-1, 1);
        column.attach(like.getManager());
        return column;
    }

    private static NDArray unit(NDArray vector) {
        return vector.div(vector.square().sum().sqrt().maximum(HostMemory.number(vector, EPSILON)));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = inputs[0];
        if (kernel == 0) {
            return new Shape[] {x.slice(0, x.dimension() - 1).add(units)};
        }
        return new Shape[] {new Shape(x.get(0), units, covered(x.get(2)), covered(x.get(3)))};
    }

    private long covered(long size) {
        return (size + 2L * padding - kernel) / stride + 1;
    }
}
