package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.Work;
import java.util.Optional;

/** Multi-head attention of a target (B, T, C) to a source (B, S, C): -> (B, T, C). */
public final class CrossAttention extends NamedBlock implements Attending {
    private final Heads heads;
    private final Projection projection;
    private final Block output;
    private final Block dropout;

    /** As {@link Attention}. */
    public CrossAttention(Heads heads, Projection projection, Part output, double dropout) {
        this.heads = heads;
        this.projection = child("", projection);
        this.output = child(output.name(), output.block());
        this.dropout = child("dropout", Layers.dropout(dropout));
    }

    /** Keys and values of a source, which stay the same while the target is written. */
    NDList memory(Pass pass, NDArray source) {
        NDList both = projection.keysAndValues(pass, source);
        return new NDList(heads.split(both.get(0)), heads.split(both.get(1)));
    }

    @Override
    public NDArray attend(Pass pass, NDArray x, Context context) {
        return attend(pass, x, context.cache().source(), context.sourceMask());
    }

    private NDArray attend(Pass pass, NDArray x, NDList memory, NDArray mask) {
        NDArray query = heads.split(projection.queries(pass, x));
        return pass.through(output, heads.attend(pass, query, memory.get(0), memory.get(1), mask, dropout));
    }

    /** Takes target, source and, if given, a mask to add to the scores, broadcast to (B, H, T, S). */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray mask = inputs.size() > 2 ? inputs.get(2) : null;
        return new NDList(attend(pass, inputs.head(), memory(pass, inputs.get(1)), mask));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape query = tracer.one(projection, inputs);
        return tracer.through(output, query);
    }

    @Override
    protected Optional<Work> work(Shape... inputs) {
        return Optional.of(heads.work(inputs[0], inputs[1]));
    }
}
