package io.bestiary.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.golden.Values;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TensorSpec;

/** Inputs that a network can take. */
public final class Samples {

    private Samples() {}

    /** Of the sizes that the architecture was published with. */
    public static NDList batch(NDManager manager, Architecture architecture, int examples) {
        NDList inputs = new NDList();
        for (TensorSpec spec : architecture.inputs()) {
            inputs.add(Values.array(manager, "input." + inputs.size(), spec.batch(examples), spec.bound()));
        }
        return inputs;
    }

    /** Pictures of a side that the architecture was not published with. */
    static NDList pictures(NDManager manager, int examples, int channels, int side) {
        return new NDList(Values.array(manager, "input.0", new Shape(examples, channels, side, side), 0));
    }

    /** One example of a batch, as a batch of one. */
    static NDList row(NDList batch, int row) {
        NDList single = new NDList();
        batch.forEach(input -> single.add(input.get(row + ":" + (row + 1))));
        return single;
    }

    /** All outputs of a network in evaluation, one after another. */
    public static float[] outputs(Network network, NDList inputs) {
        NDArray[] flat =
                network.forward(inputs, false).stream().map(NDArray::flatten).toArray(NDArray[]::new);
        return NDArrays.concat(new NDList(flat)).toFloatArray();
    }
}
