package io.bestiary.zoo.rnn;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;

/** Networks that read tokens (B, T) of the given lengths (B), and tell classes apart. */
interface RecurrentText extends Architecture {
    /** Texts of any length can be read; this many tokens stand for one in tables. */
    int STEPS = 32;

    int vocabulary();

    Cell cell();

    int embeddingSize();

    int hiddenSize();

    int layers();

    Direction direction();

    double dropout();

    int classes();

    @Override
    default List<TensorSpec> inputs() {
        return List.of(
                TensorSpec.ids("tokens", new Shape(-1, STEPS), vocabulary()),
                TensorSpec.ids("lengths", new Shape(-1), STEPS + 1));
    }

    /** Embedding, recurrent layers, and classes for the whole or for each step, with dropout between. */
    default Block reading(Reading.Of of) {
        return new Reading(
                part(
                        "embedding", // (B, T) -> (B, T, E)
                        sequence(
                                part("", new Embedding(vocabulary(), embeddingSize(), Distribution.normal(1))),
                                part("drop", Layers.dropout(dropout())))),
                new Recurrent(cell(), hiddenSize(), layers(), direction(), dropout()), // -> (B, T, ways H)
                of,
                part("fc", sequence(part("drop", Layers.dropout(dropout())), part("", linear(classes())))));
    }
}
