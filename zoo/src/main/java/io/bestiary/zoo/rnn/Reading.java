package io.bestiary.zoo.rnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Lengths;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Tracer;
import java.util.Optional;

/** Reads a sequence with recurrent layers and answers; lengths (B) may come as a second input. */
final class Reading extends NamedBlock {
    private final Block before;
    private final Recurrent rnn;
    private final Of of;
    private final Block after;

    /** What the answer is about. */
    enum Of {
        /** Each step: (B, T, ways H) goes on. */
        STEPS,
        /** The whole, as the last states of the last layer have it: (B, ways H) goes on. */
        WHOLE
    }

    /**
     * @param before makes vectors (B, T, C) of the input
     * @param after makes the answer
     */
    Reading(Part before, Recurrent rnn, Of of, Part after) {
        this.before = child(before.name(), before.block());
        this.rnn = child("rnn", rnn);
        this.of = of;
        this.after = child(after.name(), after.block());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = pass.through(before, inputs.get(0));
        Optional<Lengths> lengths =
                inputs.size() == 1 ? Optional.empty() : Optional.of(new Lengths(inputs.get(1), x.size(1)));
        Recurrent.Result result = rnn.run(pass, x, lengths, new NDList());
        return new NDList(pass.through(after, of == Of.STEPS ? result.output() : rnn.summary(result.state())));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape steps = tracer.one(rnn, tracer.one(before, inputs[0])); // (B, T, ways H)
        Shape known = of == Of.STEPS ? steps : new Shape(steps.get(0), steps.get(2));
        return tracer.through(after, known);
    }
}
