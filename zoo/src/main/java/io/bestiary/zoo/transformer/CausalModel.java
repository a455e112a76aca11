package io.bestiary.zoo.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.AddedPositions;
import io.bestiary.zoo.nn.attention.Cache;
import io.bestiary.zoo.nn.attention.Context;
import io.bestiary.zoo.nn.attention.Stack;
import java.util.Optional;

/** A language model that reads from left to right: tokens (B, T) -> logits (B, T, V) of the next token. */
final class CausalModel extends NamedBlock implements Autoregressive {
    private final int context;
    private final Embedding words;
    private final AddedPositions positions;
    private final Block dropout;
    private final Stack stack;
    private final Block head;

    /** What the reference calls the parts. */
    record Names(String words, String positions, String stack, String head) {}

    /**
     * @param context most tokens that are read
     */
    CausalModel(
            int context,
            Names names,
            Embedding words,
            AddedPositions positions,
            Block dropout,
            Stack stack,
            Block head) {
        this.context = context;
        this.words = child(names.words(), words);
        this.positions = child(names.positions(), positions);
        this.dropout = child("dropout", dropout);
        this.stack = child(names.stack(), stack);
        this.head = child(names.head(), head);
    }

    @Override
    public NDList encode(Pass pass, NDList inputs) {
        return new NDList();
    }

    @Override
    public Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
        Cache cache = new Cache(tokens, state, memory);
        long end = cache.length() + tokens.size(1);
        if (end > context) {
            throw new IllegalArgumentException("tokens: must be at most context " + context + ", got " + end);
        }
        NDArray x = positions.add(pass, pass.through(words, tokens), cache.length());
        x = stack.forward(pass, pass.through(dropout, x), Context.decoder(tokens, cache, null));
        return new Decoded(pass.through(head, x), cache.present(), Optional.empty());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(decode(pass, inputs.singletonOrThrow(), new NDList(), new NDList())
                .logits());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = tracer.one(dropout, tracer.one(positions, tracer.one(words, inputs))); // (B, T, C)
        return tracer.through(head, tracer.one(stack, x)); // (B, T, V)
    }
}
