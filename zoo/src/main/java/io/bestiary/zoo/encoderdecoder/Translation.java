package io.bestiary.zoo.encoderdecoder;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Networks that read a source (B, S) of the given lengths (B) and write a target (B, T) -> logits (B, T, V). */
interface Translation extends Architecture {
    /** Texts of any length can be read; this many tokens stand for one in tables. */
    int STEPS = 32;

    /** Tokens that the source is made of. */
    int sourceVocabulary();

    /** Tokens that the target is made of. */
    int targetVocabulary();

    @Override
    default List<TensorSpec> inputs() {
        return List.of(
                TensorSpec.ids("source", new Shape(-1, STEPS), sourceVocabulary()),
                TensorSpec.ids("lengths", new Shape(-1), STEPS + 1),
                TensorSpec.ids("target", new Shape(-1, STEPS), targetVocabulary()));
    }

    @Override
    default Set<Task> tasks() {
        return Set.of(Task.TRANSLATION);
    }
}
