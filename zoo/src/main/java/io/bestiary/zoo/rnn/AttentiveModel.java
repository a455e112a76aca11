package io.bestiary.zoo.rnn;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.linearNoBias;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recurrent layers, and at each token a weighted mean of what they and the embedding said of all tokens so far: tokens
 * (B, T) -> logits (B, T, V) of the next.
 *
 * <p>Its state is that of the layers, and those values of the tokens that were read.
 */
final class AttentiveModel extends NamedBlock implements Autoregressive {
    private final Embedding embedding;
    private final List<Recurrent> layers = new ArrayList<>();
    private final Block attention;
    private final Block output;

    AttentiveModel(Embedding embedding, List<Recurrent> layers) {
        this.embedding = child("embedding", embedding);
        for (Recurrent layer : layers) {
            this.layers.add(child("rnn_" + (this.layers.size() + 1), layer));
        }
        this.attention = child("attention", linearNoBias(1));
        this.output = child("output", linear(embedding.rows()));
    }

    @Override
    public NDList encode(Pass pass, NDList inputs) {
        return new NDList();
    }

    @Override
    public Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
        int each = state.isEmpty() ? 0 : (state.size() - 1) / layers.size();
        NDList after = new NDList();
        NDList said = new NDList(pass.through(embedding, tokens));
        for (int i = 0; i < layers.size(); i++) {
            NDList before = new NDList(state.subList(i * each, (i + 1) * each));
            Recurrent.Result result = layers.get(i).run(pass, said.get(said.size() - 1), Optional.empty(), before);
            said.add(result.output());
            after.addAll(result.state());
        }
        NDArray values = NDArrays.concat(said, 2); // (B, T, E + layers H)
        int past = state.isEmpty()
                ? 0
                : Math.toIntExact(state.get(state.size() - 1).size(1));
        NDArray all = past == 0 ? values : state.get(state.size() - 1).concat(values, 1); // (B, S, ...)
        after.add(all);
        NDArray causal = Masks.causal(tokens.getManager(), past, Math.toIntExact(tokens.size(1)))
                .squeeze(0); // (1, T, S)
        NDArray weights =
                pass.through(attention, all).transpose(0, 2, 1).add(causal).softmax(2);
        return new Decoded(pass.through(output, weights.matMul(all)), after, Optional.empty());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(decode(pass, inputs.singletonOrThrow(), new NDList(), new NDList())
                .logits());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = tracer.one(embedding, inputs);
        long width = x.get(2);
        for (Recurrent layer : layers) {
            x = tracer.one(layer, x);
            width += x.get(2);
        }
        Shape all = new Shape(x.get(0), x.get(1), width);
        tracer.one(attention, all);
        return tracer.through(output, all);
    }
}
