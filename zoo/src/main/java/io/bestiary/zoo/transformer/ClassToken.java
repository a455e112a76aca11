package io.bestiary.zoo.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/** Puts a trained token before the others, which gathers what they say: (B, T, C) -> (B, 1 + T, C). */
final class ClassToken extends NamedBlock {
    private final Parameter token;

    ClassToken(String name, int width) {
        token = parameter(name, Parameter.Type.OTHER, Distribution.normal(0.02), new Shape(1, 1, width));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray first = x.getManager()
                .zeros(new Shape(x.size(0), 1, x.size(2)), x.getDataType())
                .add(pass.value(token, x));
        return new NDList(first.concat(x, 1));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = inputs[0];
        return new Shape[] {new Shape(x.get(0), 1 + x.get(1), x.get(2))};
    }
}
