package io.bestiary.zoo.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import io.bestiary.zoo.engine.Backend.EngineName;
import io.bestiary.zoo.engine.Fused;
import io.bestiary.zoo.nn.Window.Ending;

/** Largest value of each window: (B, C, H, W) -> (B, C, H', W'). */
final class MaxPool extends NamedBlock {
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private final Window window;

    MaxPool(Window window) {
        this.window = window;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        if (!pass.training() && isFasterByAxis(x)) {
            return new NDList(along(WIDTH, along(HEIGHT, x)));
        }
        if (window.kernel() == 2 && window.stride() == 2 && isFasterByAxis(x) && Fused.runsOn(x.getManager())) {
            return new NDList(Fused.maxOfFour(x));
        }
        long stride = window.stride();
        long padding = window.padding();
        return new NDList(Pool.maxPool2d(
                x,
                within(x),
                new Shape(stride, stride),
                new Shape(padding, padding),
                window.ending() == Ending.OVER_THE_EDGE));
    }

    /**
     * PyTorch's kernel for the CPU compares one value after the other. In training it stays for windows other than two by two,
     * since it gives the gradient of equal values to the first alone.
     */
    private boolean isFasterByAxis(NDArray x) {
        return window.padding() == 0
                && window.ending() == Ending.INSIDE
                && x.getDevice().equals(Device.cpu())
                && EngineName.PYTORCH.runs(x.getManager());
    }

    /** The largest of the window's places along one axis: the picture's every stride-th row, beginning at each place. */
    private NDArray along(int axis, NDArray x) {
        long last = (x.size(axis) - window.kernel()) / window.stride() * window.stride();
        NDArray largest = null;
        for (int place = 0; place < window.kernel(); place++) {
            NDArray rows = x.get(new NDIndex()
                    .addAllDim(axis)
                    .addSliceDim(place, place + last + 1, window.stride())
                    .addEllipseDim());
            largest = largest == null ? rows : largest.maximum(rows);
        }
        return largest;
    }

    /** The window, no larger than the picture with its padding: MXNet lets none reach over both edges. */
    private Shape within(NDArray x) {
        long padding = 2L * window.padding();
        return new Shape(
                Math.min(window.kernel(), x.size(HEIGHT) + padding),
                Math.min(window.kernel(), x.size(WIDTH) + padding));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {window.over(inputs[0], inputs[0].get(1))};
    }
}
