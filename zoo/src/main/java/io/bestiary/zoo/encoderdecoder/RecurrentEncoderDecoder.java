package io.bestiary.zoo.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Lengths;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Tracer;
import java.util.Optional;

/** Recurrent layers read the source, a decoder writes: source (B, S), lengths (B), target (B, T) -> logits (B, T, V). */
final class RecurrentEncoderDecoder extends NamedBlock implements Autoregressive {
    private final Embedding embedding;
    private final Block drop;
    private final Recurrent encoder;
    private final RecurrentDecoder decoder;

    RecurrentEncoderDecoder(Embedding embedding, Block drop, Recurrent encoder, RecurrentDecoder decoder) {
        this.embedding = child("encoder.embedding", embedding);
        this.drop = child("encoder.drop", drop);
        this.encoder = child("encoder.rnn", encoder);
        this.decoder = child("decoder", decoder);
    }

    @Override
    public NDList encode(Pass pass, NDList inputs) {
        NDArray x = pass.through(drop, pass.through(embedding, inputs.get(0))); // (B, S, E)
        Lengths lengths = new Lengths(inputs.get(1), x.size(1));
        return decoder.memory(pass, encoder.run(pass, x, Optional.of(lengths), new NDList()), lengths);
    }

    @Override
    public Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
        return decoder.decode(pass, tokens, memory, state);
    }

    @Override
    public boolean tellsAttention() {
        return decoder.tellsAttention();
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDList memory = encode(pass, inputs.subNDList(0, 2));
        return new NDList(decode(pass, inputs.get(2), memory, new NDList()).logits());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape source = tracer.one(encoder, tracer.one(drop, tracer.one(embedding, inputs[0]))); // (B, S, ways H)
        return tracer.through(decoder, inputs[2], source);
    }
}
