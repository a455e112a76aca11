package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.pooling.Pool;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Window.Ending;

/** Layers that make pictures (B, C, H, W) smaller without parameters. */
public final class Pooling {

    private Pooling() {}

    /** Largest value of each window: (B, C, H, W) -> (B, C, H', W'). */
    static Block max(int kernel, int stride, int padding) {
        return new MaxPool(new Window(kernel, stride, padding, Ending.INSIDE));
    }

    /** Largest value of each window, where a last window may reach over the edge ("ceil mode"). */
    public static Block maxOverTheEdge(int kernel, int stride) {
        return new MaxPool(new Window(kernel, stride, 0, Ending.OVER_THE_EDGE));
    }

    /** Mean of each window: (B, C, H, W) -> (B, C, H', W'). */
    public static Block average(int kernel, int stride) {
        Window window = new Window(kernel, stride, 0, Ending.INSIDE);
        return new Operation(
                "averagePool",
                x -> Pool.avgPool2d(x, square(kernel), square(stride), square(0), false, true),
                shape -> window.over(shape, shape.get(1)));
    }

    /**
     * Mean of each cell of a grid over the picture, whatever its size: (B, C, H, W) -> (B, C, side, side). Row i of the grid
     * is the rows from floor(i H / side) to ceil((i + 1) H / side), as in PyTorch; so with the columns.
     */
    public static Block adaptiveAverage(int side) {
        return new Operation(
                "adaptiveAveragePool",
                x -> x.size(2) == side && x.size(3) == side ? x : onGrid(x, side),
                shape -> new Shape(shape.get(0), shape.get(1), side, side));
    }

    /** Two products with matrices of means: neither engine has the operation itself. */
    private static NDArray onGrid(NDArray x, int side) {
        NDManager manager = x.getManager();
        long batch = x.size(0);
        long channels = x.size(1);
        long height = x.size(2);
        NDArray columns = x.reshape(-1, x.size(3)).matMul(means(manager, x.size(3), side)); // (B C H, side)
        NDArray turned = columns.reshape(batch, channels, height, side).transpose(0, 1, 3, 2);
        NDArray cells = turned.reshape(-1, height).matMul(means(manager, height, side)); // (B C side, side)
        return cells.reshape(batch, channels, side, side).transpose(0, 1, 3, 2);
    }

    /** (size, cells): column j averages what lies in cell j. */
    private static NDArray means(NDManager manager, long size, int cells) {
        float[] weights = new float[Math.toIntExact(size * cells)];
        for (int cell = 0; cell < cells; cell++) {
            long start = cell * size / cells;
            long end = ((cell + 1) * size + cells - 1) / cells;
            for (long i = start; i < end; i++) {
                weights[Math.toIntExact(i * cells + cell)] = 1f / (end - start);
            }
        }
        return HostMemory.array(manager, weights, new Shape(size, cells));
    }

    private static Shape square(long side) {
        return new Shape(side, side);
    }
}
