package io.bestiary.zoo.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.AddedPositions;
import io.bestiary.zoo.nn.attention.Cache;
import io.bestiary.zoo.nn.attention.Context;
import io.bestiary.zoo.nn.attention.Masks;
import io.bestiary.zoo.nn.attention.Stack;
import java.util.Optional;

/** Two stacks, the second of which looks at the first: source (B, S), lengths (B), target (B, T) -> logits (B, T, V). */
final class TransformerEncoderDecoder extends NamedBlock implements Autoregressive {
    private final Side source;
    private final Side target;
    private final Block head;

    /**
     * One of the two stacks and what comes before it. The table may be that of the other side too.
     *
     * @param scale what the vectors of tokens are multiplied with
     * @param before what follows the positions, such as a norm and dropout
     */
    record Side(Part words, double scale, Part positions, Part before, Part stack) {

        private NDArray read(Pass pass, NDArray tokens, Context context) {
            NDArray x = pass.through(words.block(), tokens); // (B, T) -> (B, T, C)
            x = x.mul(HostMemory.number(x, scale));
            x = ((AddedPositions) positions.block()).add(pass, x, context.past());
            return ((Stack) stack.block()).forward(pass, pass.through(before.block(), x), context);
        }

        private Shape trace(Tracer tracer, Shape tokens, Shape... memory) {
            Shape x = tracer.one(before.block(), tracer.one(positions.block(), tracer.one(words.block(), tokens)));
            return memory.length == 0 ? tracer.one(stack.block(), x) : tracer.one(stack.block(), x, memory[0]);
        }
    }

    /** @param head (B, T, C) -> (B, T, V); an output layer tied to the table has no parameters of its own */
    TransformerEncoderDecoder(Side source, Side target, Part head) {
        this.source = source;
        this.target = target;
        this.head = child(head.name(), head.block());
        child(source.words().name(), source.words().block());
        if (target.words().block() != source.words().block()) {
            child(target.words().name(), target.words().block());
        }
        children(source);
        children(target);
    }

    private void children(Side side) {
        child(side.positions().name(), side.positions().block());
        child(side.before().name(), side.before().block());
        child(side.stack().name(), side.stack().block());
    }

    @Override
    public NDList encode(Pass pass, NDList inputs) {
        NDArray mask = Masks.padding(inputs.get(1), inputs.get(0).size(1));
        NDArray encoded = source.read(pass, inputs.get(0), Context.encoder(mask));
        NDList memory = ((Stack) target.stack().block()).memory(pass, encoded);
        memory.add(mask);
        return memory;
    }

    @Override
    public Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
        Cache cache = new Cache(tokens, state, memory);
        NDArray x = target.read(pass, tokens, Context.decoder(tokens, cache, memory.get(memory.size() - 1)));
        return new Decoded(pass.through(head, x), cache.present(), Optional.empty());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDList memory = encode(pass, inputs.subNDList(0, 2));
        return new NDList(decode(pass, inputs.get(2), memory, new NDList()).logits());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape encoded = source.trace(tracer, inputs[0]);
        return tracer.through(head, target.trace(tracer, inputs[2], encoded));
    }
}
