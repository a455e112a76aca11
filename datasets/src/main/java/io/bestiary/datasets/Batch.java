package io.bestiary.datasets;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;

/**
 * Examples put together for one step.
 *
 * @param inputs what goes into the network: tensors whose first axis is the batch
 * @param targets what should come out: tensors whose first axis is the batch; empty where nothing is to be compared
 * @param indices position in the data set of each example; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record Batch(List<HostTensor> inputs, List<HostTensor> targets, int[] indices) {

    public Batch {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /** Number of examples. */
    public int size() {
        return indices.length;
    }

    /**
     * Some of the examples, in their order, without copying.
     *
     * @param from first example
     * @param to the example after the last
     */
    public Batch slice(int from, int to) {
        return new Batch(
                inputs.stream().map(tensor -> tensor.slice(from, to)).toList(),
                targets.stream().map(tensor -> tensor.slice(from, to)).toList(),
                Arrays.copyOfRange(indices, from, to));
    }

    /** Copies the inputs to the engine and the device of the manager, which owns the arrays. */
    public NDList inputs(NDManager manager) {
        return arrays(inputs, manager);
    }

    /** Copies the targets to the engine and the device of the manager, which owns the arrays. */
    public NDList targets(NDManager manager) {
        return arrays(targets, manager);
    }

    private static NDList arrays(List<HostTensor> tensors, NDManager manager) {
        NDList arrays = new NDList(tensors.size());
        tensors.forEach(tensor -> arrays.add(tensor.toArray(manager)));
        return arrays;
    }
}
