package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Optional;

/**
 * A convolution over time without bias that keeps the length: (B, C, T) -> (B, filters, T); the kernel is odd.
 *
 * <p>It goes by way of a picture of one row: the gradient of DJL's Conv1d cannot be read on MXNet.
 */
public final class SeriesConv extends NamedBlock {
    private final int filters;
    private final int kernel;
    private final Parameter weight;

    public SeriesConv(int filters, int kernel) {
        this.filters = filters;
        this.kernel = kernel;
        weight = parameter("weight", Parameter.Type.WEIGHT, Distribution.heNormal(), null);
    }

    @Override
    protected void prepare(Shape[] inputs) {
        weight.setShape(new Shape(filters, inputs[0].get(1), kernel));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray window = pass.value(weight, x).expandDims(2);
        window.attach(x.getManager()); // not to the parameters', which lives as long as the network
        return new NDList(Convolution.of(x.expandDims(2), window, null, new Shape(1, 1), new Shape(0, kernel / 2))
                .squeeze(2));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), filters, inputs[0].get(2))};
    }

    @Override
    protected Optional<Work> work(Shape... inputs) {
        Shape output = getOutputShapes(inputs)[0];
        return Optional.of(new Work("SeriesConv", output, output.size() * inputs[0].get(1) * kernel));
    }
}
