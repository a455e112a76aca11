package io.bestiary.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tries the kernels of oneDNN that this project asks for by itself, on processors of a kind that others of its kernels were seen to
 * err on. Numbers are whole, so that sums are exact.
 */
final class Trial {
    private static final int PICTURES = 2;

    private static Boolean passed;

    private record Product(int rows, int in, int units) {}

    private record Windows(int channels, int filters, int kernel, int side, int stride) {}

    private static final List<Product> PRODUCTS =
            List.of(new Product(50, 70, 96), new Product(3, 130, 64), new Product(20, 33, 77));
    private static final List<Windows> CONVOLUTIONS = List.of(
            new Windows(24, 64, 3, 5, 1),
            new Windows(40, 96, 3, 5, 2),
            new Windows(3, 20, 7, 9, 2),
            // More filters than pictures have places, and no whole blocks of them.
            new Windows(20, 48, 7, 3, 1),
            new Windows(18, 100, 5, 2, 1));

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
        int rows = sizes.rows();
        int in = sizes.in();
        int units = sizes.units();
        float[] x = numbers(1, rows * in);
        float[] weight = numbers(2, units * in);
        float[] asked = numbers(3, rows * units);
        float[] sums = new float[(rows * units) + rows * in + units * in]; // product, gradients of x and of the weight
        for (int row = 0; row < rows; row++) {
            for (int unit = 0; unit < units; unit++) {
                for (int i = 0; i < in; i++) {
                    sums[row * units + unit] += x[row * in + i] * weight[unit * in + i];
                    sums[rows * units + row * in + i] += asked[row * units + unit] * weight[unit * in + i];
                    sums[rows * (units + in) + unit * in + i] += asked[row * units + unit] * x[row * in + i];
                }
            }
        }
        NDArray read = HostMemory.array(manager, x, new Shape(rows, in));
        NDArray matrix = HostMemory.array(manager, weight, new Shape(units, in));
        NDArray factors = HostMemory.array(manager, asked, new Shape(rows, units));
        NDArray learnt = TorchScript.call("try_linear", manager, new NDList(read, matrix, factors), true);
        NDArray answered = Fused.linear(read, Fused.packedMatrix(matrix), null);
        return equal(learnt, sums) && equal(answered, Arrays.copyOf(sums, rows * units));
    }

    private static boolean isRight(NDManager manager, Windows sizes) {
        int side = sizes.side();
        int kernel = sizes.kernel();
        int channels = sizes.channels();
        int padding = kernel / 2;
        int after = (side - 1) / sizes.stride() + 1;
        float[] x = numbers(4, PICTURES * channels * side * side);
        float[] filters = numbers(5, sizes.filters() * channels * kernel * kernel);
        float[] sums = new float[PICTURES * sizes.filters() * after * after];
        for (int o = 0; o < sums.length; o++) {
            int filter = o / (after * after) % sizes.filters();
            int picture = o / (after * after * sizes.filters());
            for (int w = 0; w < channels * kernel * kernel; w++) {
                int row = o / after % after * sizes.stride() + w / kernel % kernel - padding;
                int column = o % after * sizes.stride() + w % kernel - padding;
                if (row >= 0 && row < side && column >= 0 && column < side) {
                    int channel = picture * channels + w / (kernel * kernel);
                    sums[o] += x[(channel * side + row) * side + column]
                            * filters[filter * channels * kernel * kernel + w];
                }
            }
        }
        NDArray pictures = HostMemory.array(manager, x, new Shape(PICTURES, channels, side, side));
        NDArray windows = HostMemory.array(manager, filters, new Shape(sizes.filters(), channels, kernel, kernel));
        NDArray asSizes = HostMemory.array(manager, new long[] {sizes.stride(), padding}, new Shape(2));
        NDArray given = Fused.convolution(pictures, Fused.packedFilters(windows, asSizes), null, asSizes);
        return equal(given, sums);
    }

    private static boolean equal(NDArray given, float[] expected) {
        float[] values = given.toFloatArray();
        return IntStream.range(0, expected.length).allMatch(i -> values[i] == expected[i]); // 0 and -0 are equal
    }

    /** From -4 to 4, without the engine, whose next numbers belong to others. */
    private static float[] numbers(int seed, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (i * 31 + seed * 7 + i / 13) % 9 - 4;
        }
        return numbers;
    }
}
