package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.InputGradient;
import io.bestiary.zoo.engine.OneDnn;

/**
 * A convolution made wider by channels and filters that stay 0, so that {@link OneDnn} computes it rightly where it would err.
 */
final class WiderConvolution {
    private static final int MANY = 32;
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape NONE = new Shape(0, 0);

    private WiderConvolution() {}

    /** As {@link Convolution#of(NDArray, NDArray, NDArray, Shape, Shape, int)}. */
    static NDArray of(NDArray x, NDArray weight, NDArray bias, Shape stride, Shape padding, int groups) {
        boolean point = weight.size(2) == 1 && weight.size(3) == 1;
        if (point && padding.equals(NONE) && !stride.equals(ONE)) {
            return Convolution.plain(seen(x, stride), weight, bias, ONE, padding, groups);
        }
        if (point) {
            return Convolution.plain(x, weight, bias, stride, padding, groups);
        }
        int block = OneDnn.block();
        if (groups > 1) {
            return weight.size(1) > block && missing(weight.size(1), block) > 0
                    ? apart(x, weight, bias, stride, padding, groups)
                    : Convolution.plain(x, weight, bias, stride, padding, groups);
        }
        boolean once = places(x, weight, stride, padding, 0) == 1 && places(x, weight, stride, padding, 1) == 1;
        long channels = x.size(1) > block || once ? missing(x.size(1), block) : 0;
        long filters = weight.size(0);
        long lacking = missing(filters, block);
        long more = lacking > 0 && InputGradient.neededFor(x) ? lacking : 0;
        NDArray wide = Convolution.plain(
                wider(x, channels, 1, x),
                wider(wider(weight, channels, 1, x), more, 0, x),
                bias == null ? null : wider(bias, more, 0, x),
                stride,
                padding,
                groups);
        return more == 0 ? wide : wide.get(":, :" + filters);
    }

    /** One convolution for each group. */
    private static NDArray apart(NDArray x, NDArray weight, NDArray bias, Shape stride, Shape padding, int groups) {
        NDList pictures = x.split(groups, 1);
        NDList windows = weight.split(groups, 0);
        NDList shifts = bias == null ? new NDList() : bias.split(groups, 0);
        windows.attach(x.getManager()); // not to the manager of the parameters, which lives as long as the network
        shifts.attach(x.getManager());
        NDList results = new NDList();
        for (int group = 0; group < groups; group++) {
            NDArray shift = bias == null ? null : shifts.get(group);
            results.add(of(pictures.get(group), windows.get(group), shift, stride, padding, 1));
        }
        return NDArrays.concat(results, 1);
    }

    /** How many places a window has, down (0) or across (1). */
    private static long places(NDArray x, NDArray weight, Shape stride, Shape padding, int axis) {
        return (x.size(2 + axis) + 2 * padding.get(axis) - weight.size(2 + axis)) / stride.get(axis) + 1;
    }

    /** The pixels that windows of one pixel look at. */
    private static NDArray seen(NDArray x, Shape stride) {
        if (x.size(2) == 1 && x.size(3) == 1) {
            return x; // a slice of one pixel may look as if its channels lay side by side, which has other kernels
        }
        return x.get(":, :, ::" + stride.get(0) + ", ::" + stride.get(1));
    }

    /** How many are missing in a block, in two where one does not hold them, or in {@link #MANY} where two do not. */
    private static long missing(long count, int block) {
        int whole = count > 2L * block ? MANY : count > block ? 2 * block : block;
        return (whole - count % whole) % whole;
    }

    /** With more numbers along an axis that are 0; an array of the same manager as the pictures. */
    private static NDArray wider(NDArray array, long more, int axis, NDArray x) {
        if (more == 0) {
            return array;
        }
        long[] shape = array.getShape().getShape().clone();
        shape[axis] = more;
        NDArray wide = array.concat(x.getManager().zeros(new Shape(shape), array.getDataType()), axis);
        wide.attach(x.getManager());
        return wide;
    }
}
