package io.bestiary.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.List;

/**
 * Tries the kernels of oneDNN that this project asks for by itself, against PyTorch's own in double precision, which are others: on
 * processors of a kind that some of its kernels were seen to err on.
 */
final class Trial {
    private static Boolean passed;

    private record Product(int rows, int in, int units) {}

    private record Windows(int channels, int filters, int kernel, int side, int stride) {}

    private static final List<Product> PRODUCTS = List.of(
            new Product(50, 100, 96), new Product(3, 130, 160), new Product(300, 33, 32), new Product(70, 64, 64));
    private static final List<Windows> CONVOLUTIONS = List.of(
            new Windows(24, 64, 3, 9, 1),
            new Windows(40, 96, 3, 5, 2),
            new Windows(33, 64, 5, 3, 1),
            new Windows(3, 20, 7, 15, 2));

    private Trial() {}

    /** Whether all came out right; computed once, on a processor. */
    static synchronized boolean passed(NDManager parent) {
        if (passed == null) {
            try (NDManager manager = parent.newSubManager()) {
                passed = PRODUCTS.stream().allMatch(sizes -> isRight(manager, sizes))
                        && CONVOLUTIONS.stream().allMatch(sizes -> isRight(manager, sizes));
            }
        }
        return passed;
    }

    private static boolean isRight(NDManager manager, Product sizes) {
        NDArray x = numbers(manager, 1, sizes.rows(), sizes.in());
        NDArray weight = numbers(manager, 2, sizes.units(), sizes.in());
        NDArray asked = numbers(manager, 3, sizes.rows(), sizes.units());
        NDArray wideX = wide(x);
        NDArray wideWeight = wide(weight);
        NDArray wideAsked = wide(asked);
        NDArray product = wideX.dot(wideWeight.transpose());
        NDArray expected = product.flatten()
                .concat(wideAsked.dot(wideWeight).flatten())
                .concat(wideAsked.transpose().dot(wideX).flatten());
        NDArray learnt = TorchScript.call("try_linear", manager, new NDList(x, weight, asked), true);
        NDArray answered = Fused.linear(x, Fused.packedMatrix(weight), null);
        return equal(learnt, expected) && equal(answered, product);
    }

    private static boolean isRight(NDManager manager, Windows sizes) {
        long padding = sizes.kernel() / 2;
        NDArray x = numbers(manager, 4, 2, sizes.channels(), sizes.side(), sizes.side());
        NDArray filters = numbers(manager, 5, sizes.filters(), sizes.channels(), sizes.kernel(), sizes.kernel());
        NDArray expected = Conv2d.conv2d(
                        wide(x),
                        wide(filters),
                        null,
                        new Shape(sizes.stride(), sizes.stride()),
                        new Shape(padding, padding),
                        new Shape(1, 1),
                        1)
                .singletonOrThrow();
        NDArray asSizes = HostMemory.array(manager, new long[] {sizes.stride(), padding}, new Shape(2));
        NDArray given = Fused.convolution(x, Fused.packedFilters(filters, asSizes), null, asSizes);
        return equal(given, expected);
    }

    private static NDArray wide(NDArray array) {
        return array.toType(DataType.FLOAT64, true);
    }

    /** Whole numbers, so that sums are exact; drawn without the engine, whose next numbers belong to others. */
    private static NDArray numbers(NDManager manager, int seed, long... shape) {
        float[] numbers = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i * 31 + seed * 7 + i / 13) % 9 - 4;
        }
        return HostMemory.array(manager, numbers, new Shape(shape));
    }

    private static boolean equal(NDArray given, NDArray expected) {
        return wide(given).eq(expected).all().getBoolean();
    }
}
