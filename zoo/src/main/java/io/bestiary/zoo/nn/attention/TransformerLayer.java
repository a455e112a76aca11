package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/** One layer of a Transformer: attention and a feed-forward network, each with a norm and a way round it. */
public final class TransformerLayer extends NamedBlock {

    /** Where the norm stands. */
    public enum Norm {
        /** x + f(norm(x)), and a norm after the last layer. */
        PRE,
        /** norm(x + f(x)), as in Vaswani et al., 2017. */
        POST
    }

    /** Attention or a feed-forward network, and its norm. */
    public record Sublayer(Part norm, Part body) {}

    private record Step(Block norm, Block body) {}

    private final Norm order;
    private final Block drop;
    private final List<Step> steps = new ArrayList<>();

    /**
     * @param drop what each sublayer's result goes through before it is added: dropout or stochastic depth
     */
    public TransformerLayer(Norm order, Block drop, Sublayer... sublayers) {
        this.order = order;
        for (Sublayer each : sublayers) {
            steps.add(new Step(
                    child(each.norm().name(), each.norm().block()),
                    child(each.body().name(), each.body().block())));
        }
        this.drop = child("drop", drop);
    }

    /** (B, T, C) -> (B, T, C). */
    NDArray forward(Pass pass, NDArray input, Context context) {
        NDArray x = input;
        for (Step step : steps) {
            NDArray read = order == Norm.PRE ? pass.through(step.norm(), x) : x;
            NDArray found = step.body() instanceof Attending attention
                    ? pass.saw(step.body(), attention.attend(pass, read, context))
                    : pass.through(step.body(), read);
            NDArray added = pass.through(drop, found);
            NDArray sum = x.add(added);
            NDArray next = order == Norm.POST ? pass.through(step.norm(), sum) : sum;
            pass.free(new NDList(x, read, found, added, sum), new NDList(input, next));
            x = next;
        }
        return pass.saw(this, x);
    }

    /** Keys and values of a source for the attention to it. */
    NDList memory(Pass pass, NDArray source) {
        NDList memory = new NDList();
        for (Step step : steps) {
            if (step.body() instanceof CrossAttention attention) {
                memory.addAll(attention.memory(pass, source));
            }
        }
        return memory;
    }

    /** Takes x (B, T, C) and, if given, a mask to add to the scores, broadcast to (B, H, T, T). */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, inputs.head(), Context.encoder(inputs.size() > 1 ? inputs.get(1) : null)));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = inputs[0];
        for (Step step : steps) {
            x = order == Norm.PRE ? tracer.one(step.norm(), x) : x;
            x = step.body() instanceof CrossAttention
                    ? tracer.one(step.body(), x, inputs[1])
                    : tracer.one(step.body(), x);
            x = tracer.one(drop, x);
            x = order == Norm.POST ? tracer.one(step.norm(), x) : x;
            if (!x.equals(inputs[0])) {
                throw new IllegalArgumentException("layer: must keep the shape " + inputs[0] + ", got " + x);
            }
        }
        return new Shape[] {x};
    }
}
