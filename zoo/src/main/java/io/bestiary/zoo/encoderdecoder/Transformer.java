package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.TiedLinear;
import io.bestiary.zoo.nn.attention.AddedPositions;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.CrossAttention;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;
import io.bestiary.zoo.nn.attention.Stack;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import io.bestiary.zoo.nn.attention.TransformerLayer.Sublayer;

/**
 * The Transformer; Vaswani et al., 2017. Names below {@code transformer} are those of {@code torch.nn.Transformer}, the
 * others those of PyTorch's translation tutorial.
 */
@Paper(
        title = "Attention Is All You Need",
        authors = "Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin",
        year = 2017,
        link = "https://arxiv.org/abs/1706.03762",
        deviations = {
            "The linear layers of attention have biases, as in torch.nn.Transformer.",
            "Norms can stand before attention and feed-forward; then one follows the last layer of each stack.",
            "Source, target and output can have tables of their own."
        })
public record Transformer(
        @Hyperparameter(value = "tokens that the source is made of", min = 2, max = 10_000_000)
        int sourceVocabulary,

        @Hyperparameter(value = "tokens that the target is made of", min = 2, max = 10_000_000)
        int targetVocabulary,

        @Hyperparameter("whether source, target and output share one table of tokens")
        Tables tables,

        @Hyperparameter(value = "width of the vectors", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers in the encoder, and in the decoder", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of attention, a divisor of the width", min = 1, max = 1024)
        int heads,

        @Hyperparameter(value = "width of the feed-forward network", min = 1, max = 1_000_000)
        int feedForward,

        @Hyperparameter("where the norms stand") TransformerLayer.Norm norm,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout)
        implements Translation {

    /** The tables of tokens. */
    public enum Tables {
        SHARED,
        SEPARATE
    }

    public Transformer {
        Hyperparameters.check(
                Transformer.class,
                sourceVocabulary,
                targetVocabulary,
                tables,
                hiddenSize,
                layers,
                heads,
                feedForward,
                norm,
                dropout);
        Heads.check(heads, hiddenSize);
        if (tables == Tables.SHARED && sourceVocabulary != targetVocabulary) {
            throw new IllegalArgumentException("target_vocabulary: must be source_vocabulary " + sourceVocabulary
                    + " where the tables are shared, got " + targetVocabulary);
        }
    }

    public static Transformer base() {
        return new Transformer(37_000, 37_000, Tables.SHARED, 512, 6, 8, 2048, TransformerLayer.Norm.POST, 0.1);
    }

    public static Transformer basePreNorm() {
        return new Transformer(37_000, 37_000, Tables.SHARED, 512, 6, 8, 2048, TransformerLayer.Norm.PRE, 0.1);
    }

    /** The size of public notebooks for Multi30k. */
    public static Transformer small() {
        return new Transformer(8000, 6000, Tables.SEPARATE, 256, 3, 8, 512, TransformerLayer.Norm.POST, 0.1);
    }

    public static Transformer smallPreNorm() {
        return new Transformer(8000, 6000, Tables.SEPARATE, 256, 3, 8, 512, TransformerLayer.Norm.PRE, 0.1);
    }

    @Override
    public Block network() {
        Distribution initial = Distribution.normal(1 / Math.sqrt(hiddenSize));
        Embedding source = new Embedding(sourceVocabulary, hiddenSize, initial);
        Embedding target = switch (tables) {
            case SHARED -> source;
            case SEPARATE -> new Embedding(targetVocabulary, hiddenSize, initial);
        };
        return new TransformerEncoderDecoder(
                side("source", part("src_tok_emb.embedding", source), part("transformer.encoder", encoder())),
                side("target", part("tgt_tok_emb.embedding", target), part("transformer.decoder", decoder())),
                part(
                        "generator",
                        switch (tables) {
                            case SHARED -> new TiedLinear(target);
                            case SEPARATE -> linear(targetVocabulary);
                        }));
    }

    private TransformerEncoderDecoder.Side side(String name, Part words, Part stack) {
        return new TransformerEncoderDecoder.Side(
                words,
                Math.sqrt(hiddenSize),
                part(name + ".positions", AddedPositions.sinusoidal()),
                part(name + ".dropout", Layers.dropout(dropout)),
                stack);
    }

    private Stack encoder() {
        return Stack.of("layers", layers, () -> layer(selfAttention(), feedForward("norm2")), end());
    }

    private Stack decoder() {
        return Stack.of("layers", layers, () -> layer(selfAttention(), sourceAttention(), feedForward("norm3")), end());
    }

    private Part end() {
        return part(
                "norm",
                switch (norm) {
                    case PRE -> layerNorm(1e-5);
                    case POST -> identity();
                });
    }

    private TransformerLayer layer(Sublayer... sublayers) {
        return new TransformerLayer(norm, Layers.dropout(dropout), sublayers);
    }

    private Sublayer selfAttention() {
        Block attention = new Attention(
                Heads.of(heads, hiddenSize),
                Projection.inProjection(hiddenSize),
                part("out_proj", linear(hiddenSize)),
                dropout);
        return new Sublayer(part("norm1", layerNorm(1e-5)), part("self_attn", attention));
    }

    private Sublayer sourceAttention() {
        Block attention = new CrossAttention(
                Heads.of(heads, hiddenSize),
                Projection.inProjection(hiddenSize),
                part("out_proj", linear(hiddenSize)),
                dropout);
        return new Sublayer(part("norm2", layerNorm(1e-5)), part("multihead_attn", attention));
    }

    private Sublayer feedForward(String normName) {
        Block body = sequence(
                part("linear1", linear(feedForward)), // (B, T, C) -> (B, T, F)
                part("relu", relu()),
                part("dropout", Layers.dropout(dropout)),
                part("linear2", linear(hiddenSize))); // -> (B, T, C)
        return new Sublayer(part(normName, layerNorm(1e-5)), part("", body));
    }

    private static Block linear(int units) {
        return startingAt(Distribution.glorotUniform(), Layers.linear(units));
    }
}
