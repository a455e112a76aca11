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

/**
 * Multi-head attention of a sequence to itself: (B, T, C) -> (B, T, C); Vaswani et al., 2017,
 * https://arxiv.org/abs/1706.03762.
 */
public final class Attention extends NamedBlock implements Attending {
    private final Heads heads;
    private final Projection projection;
    private final Block output;
    private final Block dropout;

    /**
     * @param output the linear layer at the end, whose name may be empty if it carries its own
     * @param dropout probability with which a weight is dropped in training
     */
    public Attention(Heads heads, Projection projection, Part output, double dropout) {
        this.heads = heads;
        this.projection = child("", projection);
        this.output = child(output.name(), output.block());
        this.dropout = child("dropout", Layers.dropout(dropout));
    }

    @Override
    public NDArray attend(Pass pass, NDArray x, Context context) {
        NDList all = projection.all(pass, x);
        NDArray query = Rotary.turn(heads.split(all.get(0)), context.rotation());
        NDArray key = Rotary.turn(heads.split(all.get(1)), context.rotation());
        NDArray value = heads.split(all.get(2));
        NDList seen = context.cache() == null
                ? new NDList(key, value)
                : context.cache().extend(key, value);
        return pass.through(output, heads.attend(pass, query, seen.get(0), seen.get(1), context.mask(), dropout));
    }

    /** Takes x (B, T, C) and, if given, a mask to add to the scores, broadcast to (B, H, T, T). */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(attend(pass, inputs.head(), Context.encoder(inputs.size() > 1 ? inputs.get(1) : null)));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape query = tracer.one(projection, inputs[0]);
        return tracer.through(output, query);
    }

    /** The scores of all tokens, and the sums of values by them. */
    @Override
    protected Optional<Work> work(Shape... inputs) {
        return Optional.of(heads.work(inputs[0], inputs[0]));
    }
}
