package io.bestiary.zoo.rnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.nn.Convolution;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.Work;
import java.util.Optional;

/**
 * What words look like: characters (B, T, W) -> (B, T, filters), the largest answer of each filter anywhere in the word.
 * Character 0 is padding, which no filter answers to; a word of padding alone gives 0.
 */
final class CharacterFeatures extends NamedBlock {
    private static final int KERNEL = 3;

    private final int filters;
    private final Embedding embedding;
    private final Block drop;
    private final Parameter weight;
    private final Parameter bias;

    CharacterFeatures(int characters, int size, int filters, double dropout) {
        this.filters = filters;
        this.embedding =
                child("embedding", new Embedding(characters, size, Distribution.uniform(Math.sqrt(3.0 / size))));
        this.drop = child("drop", Layers.dropout(dropout));
        this.weight = parameter(
                "weight", Parameter.Type.WEIGHT, Distribution.fanInUniform(), new Shape(filters, size, KERNEL));
        this.bias = parameter("bias", Parameter.Type.BIAS, Distribution.constant(0), new Shape(filters));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray ids = inputs.singletonOrThrow();
        Shape shape = ids.getShape();
        NDArray words = ids.reshape(-1, shape.get(2)); // (N, W), N = B T
        NDArray own = words.gt(0).toType(DataType.FLOAT32, false).expandDims(1); // (N, 1, W)
        NDArray x = pass.through(drop, pass.through(embedding, words)); // (N, W, C)
        NDArray columns = x.transpose(0, 2, 1).mul(own); // (N, C, W)
        NDArray answers = Activation.relu(convolved(pass, columns)).mul(own); // (N, F, W)
        return new NDList(answers.max(new int[] {2}).reshape(shape.get(0), shape.get(1), filters)); // (B, T, F)
    }

    /** By way of a picture of one row: the gradient of DJL's Conv1d cannot be read on MXNet. */
    private NDArray convolved(Pass pass, NDArray columns) {
        NDArray window = pass.value(weight, columns).expandDims(2);
        window.attach(columns.getManager()); // not to the parameters', which lives as long as the network
        return Convolution.of(
                        columns.expandDims(2),
                        window,
                        pass.value(bias, columns),
                        new Shape(1, 1),
                        new Shape(0, KERNEL / 2))
                .squeeze(2);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        tracer.one(embedding, inputs[0]);
        tracer.one(drop, inputs[0].add(embedding.width()));
        return new Shape[] {new Shape(inputs[0].get(0), inputs[0].get(1), filters)};
    }

    /** Every filter at every character. */
    @Override
    protected Optional<Work> work(Shape... inputs) {
        Shape output = getOutputShapes(inputs)[0];
        return Optional.of(new Work("filters", output, output.size() * inputs[0].get(2) * embedding.width() * KERNEL));
    }
}
