package io.bestiary.zoo.transformer;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Networks that map tokens (B, T) to logits (B, T, V) of the token after each. */
interface LanguageModel extends Architecture {

    int vocabulary();

    int context();

    @Override
    default List<TensorSpec> inputs() {
        return List.of(TensorSpec.ids("tokens", new Shape(-1, context()), vocabulary()));
    }

    @Override
    default Set<Task> tasks() {
        return Set.of(Task.LANGUAGE_MODELING);
    }
}
