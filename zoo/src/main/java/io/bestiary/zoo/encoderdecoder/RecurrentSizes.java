package io.bestiary.zoo.encoderdecoder;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Recurrent;

/** What the recurrent encoders and decoders have in common. */
interface RecurrentSizes extends Translation {

    Cell cell();

    int embeddingSize();

    int hiddenSize();

    int layers();

    double dropout();

    /** A network whose encoder reads in the given direction. */
    default Block network(Direction direction, RecurrentDecoder decoder) {
        return new RecurrentEncoderDecoder(
                table(sourceVocabulary()), // (B, S) -> (B, S, E)
                Layers.dropout(dropout()),
                recurrent(direction), // -> (B, S, ways H)
                decoder); // with (B, T) -> (B, T, V)
    }

    default Embedding table(int vocabulary) {
        return new Embedding(vocabulary, embeddingSize(), Distribution.normal(0.1));
    }

    default Recurrent recurrent(Direction direction) {
        return new Recurrent(cell(), hiddenSize(), layers(), direction, dropout());
    }
}
