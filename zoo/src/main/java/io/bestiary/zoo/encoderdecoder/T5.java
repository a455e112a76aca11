package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.elementwise;
import static io.bestiary.zoo.nn.Layers.linearNoBias;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.RmsNorm;
import io.bestiary.zoo.nn.TiedLinear;
import io.bestiary.zoo.nn.attention.AddedPositions;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.CrossAttention;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;
import io.bestiary.zoo.nn.attention.RelativeBias;
import io.bestiary.zoo.nn.attention.Stack;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import io.bestiary.zoo.nn.attention.TransformerLayer.Sublayer;

/**
 * T5, whose positions are biases of attention; Raffel et al., 2019. Names are those of Hugging Face's
 * {@code T5ForConditionalGeneration}.
 */
@Paper(
        title = "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer",
        authors = "Raffel, Shazeer, Roberts, Lee, Narang, Matena, Zhou, Li, Liu",
        year = 2019,
        link = "https://arxiv.org/abs/1910.10683")
public record T5(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "width of the vectors", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers in the encoder, and in the decoder", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of attention", min = 1, max = 1024)
        int heads,

        @Hyperparameter(value = "width of a head", min = 1, max = 4096)
        int headSize,

        @Hyperparameter(value = "width of the feed-forward network", min = 1, max = 1_000_000)
        int feedForward,

        @Hyperparameter(value = "groups of distances between tokens", min = 4, max = 1024)
        int buckets,

        @Hyperparameter(value = "distance from which on all are in one group", min = 4, max = 1_000_000)
        int maxDistance,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout)
        implements Translation {

    public T5 {
        Hyperparameters.check(
                T5.class, vocabulary, hiddenSize, layers, heads, headSize, feedForward, buckets, maxDistance, dropout);
        if (buckets % 2 != 0) {
            throw new IllegalArgumentException("buckets: must be even, half of them for each way, got " + buckets);
        }
        if (maxDistance <= buckets / 2) {
            throw new IllegalArgumentException(
                    "max_distance: must be above half of the buckets " + buckets + ", got " + maxDistance);
        }
    }

    public static T5 small() {
        return new T5(32_128, 512, 6, 8, 64, 2048, 32, 128, 0.1);
    }

    @Override
    public int sourceVocabulary() {
        return vocabulary;
    }

    @Override
    public int targetVocabulary() {
        return vocabulary;
    }

    @Override
    public Block network() {
        Embedding shared = new Embedding(vocabulary, hiddenSize, Distribution.normal(1));
        double root = Math.sqrt(hiddenSize);
        Block head = sequence(
                part("scale", elementwise("scale", x -> x.mul(HostMemory.number(x, 1 / root)))),
                part("tied", new TiedLinear(shared)));
        return new TransformerEncoderDecoder(
                side("encoder", shared, stack(true)), side("decoder", shared, stack(false)), part("lm_head", head));
    }

    private TransformerEncoderDecoder.Side side(String name, Embedding shared, Stack stack) {
        return new TransformerEncoderDecoder.Side(
                part("shared", shared),
                1,
                part(name + ".positions", AddedPositions.none()),
                part(name + ".dropout", Layers.dropout(dropout)),
                part(name, stack));
    }

    private Stack stack(boolean encoder) {
        return Stack.biased(
                "block",
                layers,
                encoder ? this::encoderLayer : this::decoderLayer,
                part(
                        "",
                        sequence(
                                part("final_layer_norm", new RmsNorm(1e-6)), part("dropout", Layers.dropout(dropout)))),
                "block.0.layer.0.SelfAttention.relative_attention_bias",
                new RelativeBias(buckets, maxDistance, heads, encoder, fanIn(hiddenSize)));
    }

    private TransformerLayer encoderLayer() {
        return layer(selfAttention(), feedForward(1));
    }

    private TransformerLayer decoderLayer() {
        return layer(selfAttention(), sourceAttention(), feedForward(2));
    }

    private TransformerLayer layer(Sublayer... sublayers) {
        return new TransformerLayer(TransformerLayer.Norm.PRE, Layers.dropout(dropout), sublayers);
    }

    private Sublayer selfAttention() {
        return sublayer(0, "SelfAttention", new Attention(unscaled(), projection(), output(), dropout));
    }

    private Sublayer sourceAttention() {
        return sublayer(1, "EncDecAttention", new CrossAttention(unscaled(), projection(), output(), dropout));
    }

    /** The first values make up for the root of the size of a head. */
    private Heads unscaled() {
        return new Heads(heads, heads, headSize, 1);
    }

    private Projection projection() {
        int width = heads * headSize;
        return Projection.separate(
                part("q", linear(width, hiddenSize * headSize)),
                part("k", linear(width, hiddenSize)),
                part("v", linear(width, hiddenSize)));
    }

    private Part output() {
        return part("o", linear(hiddenSize, heads * headSize));
    }

    private Sublayer feedForward(int place) {
        Block body = sequence(
                part("wi", linear(feedForward, hiddenSize)), // (B, T, C) -> (B, T, F)
                part("relu", relu()),
                part("dropout", Layers.dropout(dropout)),
                part("wo", linear(hiddenSize, feedForward))); // -> (B, T, C)
        return sublayer(place, "DenseReluDense", body);
    }

    private static Sublayer sublayer(int place, String name, Block body) {
        String at = "layer." + place + ".";
        return new Sublayer(part(at + "layer_norm", new RmsNorm(1e-6)), part(at + name, body));
    }

    private static Block linear(int units, int fanIn) {
        return startingAt(fanIn(fanIn), linearNoBias(units));
    }

    private static Distribution fanIn(int count) {
        return Distribution.normal(1 / Math.sqrt(count));
    }
}
