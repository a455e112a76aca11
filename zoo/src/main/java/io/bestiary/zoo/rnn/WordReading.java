package io.bestiary.zoo.rnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Lengths;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Tracer;
import java.util.Optional;

/** Reads words (B, T) of the given lengths (B) with their characters (B, T, W): -> (B, T, K). */
final class WordReading extends NamedBlock {
    private final Embedding embedding;
    private final CharacterFeatures characters;
    private final Block drop;
    private final Recurrent rnn;
    private final Block fc;

    WordReading(Embedding embedding, CharacterFeatures characters, Block drop, Recurrent rnn, Block fc) {
        this.embedding = child("embedding", embedding);
        this.characters = child("characters", characters);
        this.drop = child("drop", drop);
        this.rnn = child("rnn", rnn);
        this.fc = child("fc", fc);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray words = pass.through(embedding, inputs.get(0)); // (B, T, E)
        NDArray looks = pass.through(characters, inputs.get(2)); // (B, T, F)
        NDArray x = pass.through(drop, NDArrays.concat(new NDList(words, looks), 2));
        Optional<Lengths> lengths = Optional.of(new Lengths(inputs.get(1), x.size(1)));
        NDArray read = rnn.run(pass, x, lengths, new NDList()).output(); // (B, T, ways H)
        return new NDList(pass.through(fc, pass.through(drop, read)));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape words = tracer.one(embedding, inputs[0]);
        Shape looks = tracer.one(characters, inputs[2]);
        Shape both = new Shape(words.get(0), words.get(1), words.get(2) + looks.get(2));
        return tracer.through(fc, tracer.one(rnn, tracer.one(drop, both)));
    }
}
