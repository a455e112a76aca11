package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.LayerNorm;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.TiedLinear;
import io.bestiary.zoo.nn.attention.AddedPositions;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;
import io.bestiary.zoo.nn.attention.Stack;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import io.bestiary.zoo.nn.attention.TransformerLayer.Sublayer;

/**
 * GPT-2, a Transformer that writes on; Radford et al., 2019. Names are those of Hugging Face's {@code GPT2LMHeadModel};
 * its {@code c_attn}, {@code c_proj} and {@code c_fc} are stored (in, out) there and (out, in) here, as in nanoGPT.
 */
@Paper(
        title = "Language Models are Unsupervised Multitask Learners",
        authors = "Radford, Wu, Child, Luan, Amodei, Sutskever",
        year = 2019,
        link = "https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf",
        deviations = "The output layer shares the table of the tokens, as in the published code.")
public record Gpt2(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "most tokens that are read at once", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "width of the vectors", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of attention, a divisor of the width", min = 1, max = 1024)
        int heads,

        @Hyperparameter("whether linear layers and norms have biases")
        Biases biases,

        @Hyperparameter("the activation, or its approximation with a hyperbolic tangent")
        Gelu gelu,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout)
        implements LanguageModel {

    /** Which layers have biases. */
    public enum Biases {
        ALL,
        NONE
    }

    /** Which form of the Gaussian error linear unit is computed. */
    public enum Gelu {
        /** With the error function, as in nanoGPT. */
        EXACT,
        /** With a hyperbolic tangent, as in the published code. */
        TANH
    }

    public Gpt2 {
        Hyperparameters.check(Gpt2.class, vocabulary, context, hiddenSize, layers, heads, biases, gelu, dropout);
        Heads.check(heads, hiddenSize);
    }

    /** 124 million parameters. */
    public static Gpt2 gpt2() {
        return new Gpt2(50_257, 1024, 768, 12, 12, Biases.ALL, Gelu.TANH, 0.1);
    }

    /** 355 million parameters. */
    public static Gpt2 gpt2Medium() {
        return new Gpt2(50_257, 1024, 1024, 24, 16, Biases.ALL, Gelu.TANH, 0.1);
    }

    /** nanoGPT's size for the characters of Shakespeare on a GPU. */
    public static Gpt2 gpt2NanoShakespeare() {
        return new Gpt2(65, 256, 384, 6, 6, Biases.NONE, Gelu.EXACT, 0.2);
    }

    /** nanoGPT's size for the characters of Shakespeare on a CPU. */
    public static Gpt2 gptMini() {
        return new Gpt2(65, 64, 128, 4, 4, Biases.NONE, Gelu.EXACT, 0);
    }

    @Override
    public Block network() {
        Distribution start = Distribution.normal(0.02);
        Embedding words = new Embedding(vocabulary, hiddenSize, start);
        return new CausalModel(
                context,
                new CausalModel.Names("transformer.wte", "transformer.wpe", "transformer", "lm_head"),
                words,
                AddedPositions.learned(context, hiddenSize, 0, start),
                Layers.dropout(dropout),
                Stack.of("h", layers, this::layer, part("ln_f", norm())),
                new TiedLinear(words));
    }

    private TransformerLayer layer() {
        // What is added to the way round the layers starts smaller, the more of it there is.
        double added = 0.02 / Math.sqrt(2.0 * layers);
        Block attention = new Attention(
                Heads.of(heads, hiddenSize),
                Projection.fused("c_attn", linear(3 * hiddenSize, 0.02)),
                part("c_proj", linear(hiddenSize, added)),
                dropout);
        Block feedForward = sequence(
                part("c_fc", linear(4 * hiddenSize, 0.02)), // (B, T, C) -> (B, T, 4 C)
                part("gelu", gelu == Gelu.EXACT ? Layers.gelu() : Layers.geluTanh()),
                part("c_proj", linear(hiddenSize, added))); // -> (B, T, C)
        return new TransformerLayer(
                TransformerLayer.Norm.PRE,
                Layers.dropout(dropout),
                new Sublayer(part("ln_1", norm()), part("attn", attention)),
                new Sublayer(part("ln_2", norm()), part("mlp", feedForward)));
    }

    private Block linear(int units, double deviation) {
        Block layer = biases == Biases.ALL ? Layers.linear(units) : Layers.linearNoBias(units);
        return startingAt(Distribution.normal(deviation), layer);
    }

    private Block norm() {
        return new LayerNorm(1e-5, biases == Biases.ALL);
    }
}
