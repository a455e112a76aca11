package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.part;
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
import java.util.function.Supplier;

/**
 * BART, an encoder-decoder with trained positions; Lewis et al., 2019. Names are those of Hugging Face's
 * {@code BartForConditionalGeneration}; its buffer {@code final_logits_bias}, which is 0, is left out.
 */
@Paper(
        title = "BART: Denoising Sequence-to-Sequence Pre-training for Natural Language Generation, Translation, and"
                + " Comprehension",
        authors = "Lewis, Liu, Goyal, Ghazvininejad, Mohamed, Levy, Stoyanov, Zettlemoyer",
        year = 2019,
        link = "https://arxiv.org/abs/1910.13461")
public record Bart(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "most tokens that are read or written", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "width of the vectors", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers in the encoder, and in the decoder", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of attention, a divisor of the width", min = 1, max = 1024)
        int heads,

        @Hyperparameter(value = "width of the feed-forward network", min = 1, max = 1_000_000)
        int feedForward,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout)
        implements Translation {

    /** Rows of the tables of positions that stand for none. */
    private static final int OFFSET = 2;

    private static final Distribution INITIAL = Distribution.normal(0.02);

    public Bart {
        Hyperparameters.check(Bart.class, vocabulary, context, hiddenSize, layers, heads, feedForward, dropout);
        Heads.check(heads, hiddenSize);
    }

    public static Bart base() {
        return new Bart(50_265, 1024, 768, 6, 12, 3072, 0.1);
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
        Embedding shared = new Embedding(vocabulary, hiddenSize, INITIAL);
        return new TransformerEncoderDecoder(
                side("model.encoder", shared, () -> layer(selfAttention(), feedForwardNetwork())),
                side("model.decoder", shared, () -> layer(selfAttention(), sourceAttention(), feedForwardNetwork())),
                part("lm_head", new TiedLinear(shared)));
    }

    private TransformerEncoderDecoder.Side side(String name, Embedding shared, Supplier<TransformerLayer> layer) {
        Block before = sequence(part("", layerNorm(1e-5)), part("dropout", Layers.dropout(dropout)));
        return new TransformerEncoderDecoder.Side(
                part("model.shared", shared),
                1,
                part(name + ".embed_positions", AddedPositions.learned(context + OFFSET, hiddenSize, OFFSET, INITIAL)),
                part(name + ".layernorm_embedding", before),
                part(name, Stack.of("layers", layers, layer)));
    }

    private TransformerLayer layer(Sublayer... sublayers) {
        return new TransformerLayer(TransformerLayer.Norm.POST, Layers.dropout(dropout), sublayers);
    }

    private Sublayer selfAttention() {
        Block attention = new Attention(Heads.of(heads, hiddenSize), projection(), output(), dropout);
        return new Sublayer(part("self_attn_layer_norm", layerNorm(1e-5)), part("self_attn", attention));
    }

    private Sublayer sourceAttention() {
        Block attention = new CrossAttention(Heads.of(heads, hiddenSize), projection(), output(), dropout);
        return new Sublayer(part("encoder_attn_layer_norm", layerNorm(1e-5)), part("encoder_attn", attention));
    }

    private Projection projection() {
        return Projection.separate(
                part("q_proj", linear(hiddenSize)),
                part("k_proj", linear(hiddenSize)),
                part("v_proj", linear(hiddenSize)));
    }

    private Part output() {
        return part("out_proj", linear(hiddenSize));
    }

    private Sublayer feedForwardNetwork() {
        Block body = sequence(
                part("fc1", linear(feedForward)), // (B, T, C) -> (B, T, F)
                part("gelu", gelu()),
                part("dropout", Layers.dropout(dropout)),
                part("fc2", linear(hiddenSize))); // -> (B, T, C)
        return new Sublayer(part("final_layer_norm", layerNorm(1e-5)), part("", body));
    }

    private static Block linear(int units) {
        return startingAt(INITIAL, Layers.linear(units));
    }
}
