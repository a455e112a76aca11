package io.bestiary.zoo.rnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Tracer;
import java.util.Optional;

/** A language model whose state is that of its recurrent layers: tokens (B, T) -> logits (B, T, V) of the next. */
final class RecurrentModel extends NamedBlock implements Autoregressive {
    private final Embedding encoder;
    private final Recurrent rnn;
    private final Block drop;
    private final Block decoder;

    RecurrentModel(Embedding encoder, Recurrent rnn, Block drop, Block decoder) {
        this.encoder = child("encoder", encoder);
        this.rnn = child("rnn", rnn);
        this.drop = child("drop", drop);
        this.decoder = child("decoder", decoder);
    }

    @Override
    public NDList encode(Pass pass, NDList inputs) {
        return new NDList();
    }

    @Override
    public Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
        NDArray x = pass.through(drop, pass.through(encoder, tokens));
        Recurrent.Result result = rnn.run(pass, x, Optional.empty(), state);
        NDArray logits = pass.through(decoder, pass.through(drop, result.output()));
        return new Decoded(logits, result.state(), Optional.empty());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(decode(pass, inputs.singletonOrThrow(), new NDList(), new NDList())
                .logits());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = tracer.one(rnn, tracer.one(drop, tracer.one(encoder, inputs)));
        return tracer.through(decoder, x);
    }
}
