package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Optional;

/**
 * Transposed convolution, the step backwards of an ordinary one: (B, C, H, W) -> (B, filters, H', W') with
 * H' = (H - 1) stride - 2 padding + kernel + added. Its weight is (in, out, k, k), as PyTorch keeps it.
 *
 * <p>DJL's own runs on neither engine as it should. What both do alike: zeros between the values, then an ordinary
 * convolution with the kernel turned round. Where windows do not overlap, and for the usual
 * doubling, there are shorter ways.
 */
public final class ConvTranspose extends NamedBlock {
    private final int filters;
    private final int kernel;
    private final int stride;
    private final int padding;
    private final int added;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * @param added rows and columns at the end that several sizes of an ordinary convolution's input leave open
     * @param shifts whether there is a bias
     */
    ConvTranspose(int filters, int kernel, int stride, int padding, int added, boolean shifts) {
        if (padding >= kernel) {
            throw new IllegalArgumentException("padding: must be less than the kernel " + kernel + ", got " + padding);
        }
        this.filters = filters;
        this.kernel = kernel;
        this.stride = stride;
        if (added >= stride) {
            throw new IllegalArgumentException("added: must be less than the stride " + stride + ", got " + added);
        }
        this.padding = padding;
        this.added = added;
        weight = parameter("weight", Parameter.Type.WEIGHT, Distribution.fanInUniform(), null);
        bias = shifts ? parameter("bias", Parameter.Type.BIAS, Distribution.constant(0), new Shape(filters)) : null;
    }

    @Override
    protected void prepare(Shape[] inputs) {
        weight.setShape(new Shape(inputs[0].get(1), filters, kernel, kernel));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        boolean point = x.size(2) == 1 && x.size(3) == 1;
        if (padding == 0 && added == 0 && (point || kernel == stride)) {
            return new NDList(tiles(pass, x));
        }
        return new NDList(
                kernel == 4 && stride == 2 && padding == 1 && added == 0 ? doubled(pass, x) : stuffed(pass, x));
    }

    /**
     * The usual doubling of height and width: pixels of even and of odd rows and columns see windows of two by two values
     * each, without zeros between them, so that one convolution gives all four kinds; Shi et al., 2016,
     * https://arxiv.org/abs/1609.07009.
     */
    private NDArray doubled(Pass pass, NDArray x) {
        NDArray turned = pass.value(weight, x).flip(2, 3);
        turned.attach(x.getManager()); // not to the manager of the parameters, which lives as long as the network
        NDArray kernels = turned.reshape(-1, filters, 2, 2, 2, 2) // (C, F, row of the window, kind, column, kind)
                .transpose(3, 5, 1, 0, 2, 4)
                .reshape(4L * filters, -1, 2, 2);
        NDList kinds = Convolution.of(x, kernels, null, new Shape(1, 1), new Shape(1, 1))
                .split(4, 1); // each (B, F, H + 1, W + 1)
        NDArray even = across(kinds.get(0).get("..., :-1, :-1"), kinds.get(1).get("..., :-1, 1:"));
        NDArray odd = across(kinds.get(2).get("..., 1:, :-1"), kinds.get(3).get("..., 1:, 1:"));
        Shape s = x.getShape();
        return shifted(pass, even.stack(odd, 3).reshape(s.get(0), filters, 2 * s.get(2), 2 * s.get(3)));
    }

    /** The columns of two arrays in turn: twice (B, F, H, W) -> (B, F, H, 2 W). */
    private static NDArray across(NDArray even, NDArray odd) {
        Shape s = even.getShape();
        return even.stack(odd, 4).reshape(s.get(0), s.get(1), s.get(2), 2 * s.get(3));
    }

    /** Each value becomes a square of its own: a product of channels, without zeros that would be multiplied too. */
    private NDArray tiles(Pass pass, NDArray x) {
        Shape s = x.getShape();
        NDArray flat = pass.value(weight, x).reshape(s.get(1), -1); // (C, filters k k)
        flat.attach(x.getManager()); // not to the manager of the parameters, which lives as long as the network
        NDArray squares = x.transpose(0, 2, 3, 1)
                .matMul(flat) // (B, H, W, filters k k)
                .reshape(s.get(0), s.get(2), s.get(3), filters, kernel, kernel)
                .transpose(0, 3, 1, 4, 2, 5)
                .reshape(s.get(0), filters, s.get(2) * kernel, s.get(3) * kernel);
        return shifted(pass, squares);
    }

    private NDArray shifted(Pass pass, NDArray x) {
        if (bias == null) {
            return x;
        }
        NDArray shift = pass.value(bias, x).reshape(1, filters, 1, 1);
        shift.attach(x.getManager());
        return x.add(shift);
    }

    private NDArray stuffed(Pass pass, NDArray x) {
        NDArray turned = pass.value(weight, x).transpose(1, 0, 2, 3);
        turned.attach(x.getManager()); // not to the manager of the parameters, which lives as long as the network
        NDArray flipped = turned.flip(2, 3);
        Shape side = new Shape(kernel - 1L - padding, kernel - 1L - padding);
        NDArray whole =
                Convolution.of(spread(x), flipped, bias == null ? null : pass.value(bias, x), new Shape(1, 1), side);
        // Zeros also follow the last row and column; what they give is cut off.
        Shape shape = trace(null, x.getShape())[0];
        return stride == 1 ? whole : whole.get(":, :, :" + shape.get(2) + ", :" + shape.get(3));
    }

    /** Puts stride - 1 zeros after each value: (B, C, H, W) -> (B, C, H stride, W stride). */
    private NDArray spread(NDArray x) {
        if (stride == 1) {
            return x;
        }
        Shape s = x.getShape();
        NDArray columns = x.reshape(s.get(0), s.get(1), s.get(2), s.get(3), 1);
        NDArray between =
                x.getManager().zeros(new Shape(s.get(0), s.get(1), s.get(2), s.get(3), stride - 1L), x.getDataType());
        NDArray wide = columns.concat(between, 4).reshape(s.get(0), s.get(1), s.get(2), 1, s.get(3) * stride);
        NDArray below = x.getManager()
                .zeros(new Shape(s.get(0), s.get(1), s.get(2), stride - 1L, s.get(3) * stride), x.getDataType());
        return wide.concat(below, 3).reshape(s.get(0), s.get(1), s.get(2) * stride, s.get(3) * stride);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = inputs[0];
        return new Shape[] {new Shape(x.get(0), filters, grown(x.get(2)), grown(x.get(3)))};
    }

    private long grown(long size) {
        return (size - 1) * stride - 2L * padding + kernel + added;
    }

    /** Each value of the input takes all numbers of the kernel once. */
    @Override
    protected Optional<Work> work(Shape... inputs) {
        Shape x = inputs[0];
        return Optional.of(new Work("ConvTranspose", trace(null, x)[0], x.size() * filters * kernel * kernel));
    }
}
