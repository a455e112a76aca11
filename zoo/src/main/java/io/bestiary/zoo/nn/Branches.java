package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;

/** Several ways from one input, their channels one after another: (B, C, ...) -> (B, sum of the ways' channels, ...). */
public final class Branches extends NamedBlock {
    private final List<Block> branches = new ArrayList<>();

    public Branches(Part... parts) {
        for (Part part : parts) {
            branches.add(child(part.name(), part.block()));
        }
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDList outputs = new NDList();
        branches.forEach(branch -> outputs.add(pass.through(branch, inputs.head())));
        return new NDList(NDArrays.concat(outputs, 1));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        List<Shape> outputs =
                branches.stream().map(branch -> tracer.one(branch, inputs)).toList();
        Shape first = outputs.get(0);
        if (!outputs.stream().allMatch(output -> output.slice(2).equals(first.slice(2)))) {
            throw new IllegalArgumentException("branches: must end in pictures of one size, got " + outputs);
        }
        long[] shape = first.getShape().clone();
        shape[1] = outputs.stream().mapToLong(output -> output.get(1)).sum();
        return new Shape[] {new Shape(shape)};
    }
}
