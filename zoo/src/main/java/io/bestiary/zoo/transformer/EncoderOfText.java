package io.bestiary.zoo.transformer;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Networks that read tokens (B, T) of the given lengths (B) in both directions. */
interface EncoderOfText extends Architecture {
    /** Shorter and longer texts can be read; this many tokens stand for one in tables. */
    int STEPS = 32;

    int vocabulary();

    Head head();

    @Override
    default List<TensorSpec> inputs() {
        return List.of(
                TensorSpec.ids("tokens", new Shape(-1, STEPS), vocabulary()),
                TensorSpec.ids("lengths", new Shape(-1), STEPS + 1));
    }

    @Override
    default Set<Task> tasks() {
        return head().tasks();
    }
}
