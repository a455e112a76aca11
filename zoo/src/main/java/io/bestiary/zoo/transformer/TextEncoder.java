package io.bestiary.zoo.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Lengths;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.Context;
import io.bestiary.zoo.nn.attention.Masks;
import io.bestiary.zoo.nn.attention.Stack;

/**
 * Reads a text in both directions: tokens (B, T) -> (B, T, C), or (B, C) of the whole. Lengths (B) may come as a second
 * input, which hide the padding, and types of the tokens (B, T) as a third.
 */
final class TextEncoder extends NamedBlock {
    private final TextEmbedding embeddings;
    private final Stack stack;
    private final Of of;

    /** What comes out. */
    enum Of {
        /** A vector for each token, (B, T, C). */
        TOKENS,
        /** The mean of the vectors of a text's own tokens, (B, C). */
        WHOLE
    }

    /**
     * @param name of the stack of layers
     */
    TextEncoder(TextEmbedding embeddings, String name, Stack stack, Of of) {
        this.embeddings = child("embeddings", embeddings);
        this.stack = child(name, stack);
        this.of = of;
    }

    /** The vector of the first token: (B, T, C) -> (B, C). */
    static Block first() {
        return new Operation("first", x -> x.get(":, 0"), shape -> new Shape(shape.get(0), shape.get(2)));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray tokens = inputs.get(0);
        NDList embedded = inputs.size() > 2 ? new NDList(tokens, inputs.get(2)) : new NDList(tokens);
        NDArray x = pass.through(embeddings, embedded).head();
        if (inputs.size() == 1) {
            NDArray read = stack.forward(pass, x, Context.encoder(null));
            return new NDList(of == Of.TOKENS ? read : read.mean(new int[] {1}));
        }
        NDArray lengths = inputs.get(1);
        NDArray own = new Lengths(lengths, tokens.size(1)).mask().expandDims(2); // (B, T, 1)
        NDArray read = stack.forward(pass, x, Context.encoder(Masks.padding(lengths, tokens.size(1))));
        return new NDList(
                of == Of.TOKENS ? read : read.mul(own).sum(new int[] {1}).div(own.sum(new int[] {1})));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = tracer.one(stack, tracer.one(embeddings, inputs[0]));
        return new Shape[] {of == Of.TOKENS ? x : new Shape(x.get(0), x.get(2))};
    }
}
