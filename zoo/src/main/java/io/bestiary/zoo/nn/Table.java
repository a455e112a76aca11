package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Adds a trained array of a fixed shape, such as a vector for each place of a sequence: (B, T, C) -> (B, T, C). */
public final class Table extends NamedBlock {
    private final Parameter values;
    private final Shape added;

    /**
     * @param name of the parameter
     * @param shape as the reference keeps it
     * @param added as it is added
     */
    public Table(String name, Shape shape, Shape added, Distribution initial) {
        this.added = added;
        values = parameter(name, Parameter.Type.OTHER, initial, shape);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        var x = inputs.singletonOrThrow();
        var table = pass.value(values, x).reshape(added);
        table.attach(x.getManager()); // not to the parameters', which lives as long as the network
        return new NDList(x.add(table));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return inputs;
    }
}
