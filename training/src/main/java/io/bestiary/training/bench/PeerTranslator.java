package io.bestiary.training.bench;

import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.nn.attention.AddedPositions;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.Cache;
import io.bestiary.zoo.nn.attention.Context;
import io.bestiary.zoo.nn.attention.CrossAttention;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;
import io.bestiary.zoo.nn.attention.Stack;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import io.bestiary.zoo.nn.attention.TransformerLayer.Sublayer;
import java.util.List;
import java.util.Set;

/** The encoder-decoder of the peers' workload, layer for layer: norms before, none at the end, trained positions, no padding. */
record PeerTranslator(int vocabulary, int length) implements Architecture {
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int FEED_FORWARD = 256;
    private static final int LAYERS = 3;
    private static final int CONTEXT = 64;

    @Override
    public Block network() {
        return new Both(vocabulary);
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(
                TensorSpec.ids("source", new Shape(-1, length), vocabulary),
                TensorSpec.ids("target", new Shape(-1, length), vocabulary));
    }

    @Override
    public Set<Task> tasks() {
        return Set.of();
    }

    private static TransformerLayer layer(boolean decoder) {
        Sublayer self = new Sublayer(
                part("n1", layerNorm(1e-5)),
                part("a", new Attention(Heads.of(HEADS, WIDTH), projection(), part("o", linear(WIDTH)), 0)));
        Sublayer cross = new Sublayer(
                part("n3", layerNorm(1e-5)),
                part("c", new CrossAttention(Heads.of(HEADS, WIDTH), projection(), part("o", linear(WIDTH)), 0)));
        Sublayer feedForward = new Sublayer(
                part("n2", layerNorm(1e-5)),
                part("f", sequence(part("0", linear(FEED_FORWARD)), part("gelu", gelu()), part("2", linear(WIDTH)))));
        return decoder
                ? new TransformerLayer(TransformerLayer.Norm.PRE, identity(), self, cross, feedForward)
                : new TransformerLayer(TransformerLayer.Norm.PRE, identity(), self, feedForward);
    }

    private static Projection projection() {
        return Projection.separate(part("q", linear(WIDTH)), part("k", linear(WIDTH)), part("v", linear(WIDTH)));
    }

    /** Source (B, S), target (B, T) -> logits (B, T, V). */
    private static final class Both extends NamedBlock {
        private static final Distribution INITIAL = Distribution.normal(1);

        private final Embedding source;
        private final Embedding target;
        private final AddedPositions positions = child("p", AddedPositions.learned(CONTEXT, WIDTH, 0, INITIAL));
        private final Stack encoder = child("", Stack.of("en", LAYERS, () -> layer(false)));
        private final Stack decoder = child("decoder", Stack.of("de", LAYERS, () -> layer(true)));
        private final Block head;

        Both(int vocabulary) {
            source = child("s", new Embedding(vocabulary, WIDTH, INITIAL));
            target = child("t", new Embedding(vocabulary, WIDTH, INITIAL));
            head = child("h", linear(vocabulary));
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            NDArray read = positions.add(pass, pass.through(source, inputs.get(0)), 0); // (B, S, C)
            NDArray encoded = encoder.forward(pass, read, Context.encoder(null));
            Cache cache = new Cache(inputs.get(1), new NDList(), decoder.memory(pass, encoded));
            NDArray written = positions.add(pass, pass.through(target, inputs.get(1)), 0); // (B, T, C)
            NDArray x = decoder.forward(pass, written, Context.decoder(inputs.get(1), cache, null));
            return new NDList(pass.through(head, x));
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            Shape encoded = tracer.one(encoder, tracer.one(positions, tracer.one(source, inputs[0])));
            Shape written = tracer.one(positions, tracer.one(target, inputs[1]));
            return tracer.through(head, tracer.one(decoder, written, encoded));
        }
    }
}
