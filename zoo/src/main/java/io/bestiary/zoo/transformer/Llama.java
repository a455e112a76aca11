package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.RmsNorm;
import io.bestiary.zoo.nn.TiedLinear;
import io.bestiary.zoo.nn.attention.AddedPositions;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.GatedFeedForward;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;
import io.bestiary.zoo.nn.attention.Rotary;
import io.bestiary.zoo.nn.attention.Stack;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import io.bestiary.zoo.nn.attention.TransformerLayer.Sublayer;

/**
 * The Llama form of a language model: norms by the root mean square, rotary positions, a gated feed-forward network and
 * grouped queries; Touvron et al., 2023. Names are those of Hugging Face's {@code LlamaForCausalLM}, and of
 * {@code Qwen2ForCausalLM} where queries, keys and values have biases.
 */
@Paper(
        title = "LLaMA: Open and Efficient Foundation Language Models",
        authors = "Touvron, Lavril, Izacard, Martinet, Lachaux, Lacroix, Roziere, Goyal, Hambro, Azhar, et al.",
        year = 2023,
        link = "https://arxiv.org/abs/2302.13971",
        deviations = {
            "Groups of queries share keys and values, as in the second version of the paper's networks.",
            "Number i of a head turns with number i + size / 2, as in Hugging Face's weights."
        })
public record Llama(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "most tokens that are read at once", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "width of the vectors", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of queries, a divisor of the width", min = 1, max = 1024)
        int heads,

        @Hyperparameter(value = "heads of keys and values, a divisor of the heads of queries", min = 1, max = 1024)
        int keyValueHeads,

        @Hyperparameter(value = "width of the feed-forward network", min = 1, max = 1_000_000)
        int feedForward,

        @Hyperparameter(value = "base of the wave lengths of the rotary positions", min = 1, max = 1e9)
        double rotaryBase,

        @Hyperparameter(value = "what norms add to the mean square", min = 1e-12, max = 1e-2)
        double epsilon,

        @Hyperparameter("which linear layers have biases") Biases biases,

        @Hyperparameter("whether the output layer shares the table of the tokens")
        Output output)
        implements LanguageModel {

    /** Which linear layers have biases. */
    public enum Biases {
        NONE,
        QUERIES_KEYS_VALUES
    }

    /** The output layer's matrix. */
    public enum Output {
        TIED,
        SEPARATE
    }

    public Llama {
        Hyperparameters.check(
                Llama.class,
                vocabulary,
                context,
                hiddenSize,
                layers,
                heads,
                keyValueHeads,
                feedForward,
                rotaryBase,
                epsilon,
                biases,
                output);
        Heads.check(heads, hiddenSize);
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "key_value_heads: must divide heads " + heads + ", got " + keyValueHeads);
        }
        if (hiddenSize / heads % 2 != 0) {
            throw new IllegalArgumentException("heads: must leave each head an even part of hidden_size " + hiddenSize
                    + " for rotary positions, got " + heads);
        }
    }

    /** The test size of llama2.c, for short stories. */
    public static Llama llamaStories260k() {
        return new Llama(512, 512, 64, 5, 8, 4, 172, 10_000, 1e-5, Biases.NONE, Output.TIED);
    }

    /** The small size of llama2.c, for short stories. */
    public static Llama llamaStories15m() {
        return new Llama(32_000, 256, 288, 6, 6, 6, 768, 10_000, 1e-5, Biases.NONE, Output.TIED);
    }

    /** SmolLM by Hugging Face, 2024. */
    public static Llama smollm135m() {
        return new Llama(49_152, 2048, 576, 30, 9, 3, 1536, 10_000, 1e-5, Biases.NONE, Output.TIED);
    }

    /** Zhang et al., 2024, https://arxiv.org/abs/2401.02385. */
    public static Llama tinyllama() {
        return new Llama(32_000, 2048, 2048, 22, 32, 4, 5632, 10_000, 1e-5, Biases.NONE, Output.SEPARATE);
    }

    /** Qwen2.5 by Alibaba, 2024, https://arxiv.org/abs/2412.15115. */
    public static Llama qwen25() {
        return new Llama(
                151_936, 32_768, 896, 24, 14, 2, 4864, 1_000_000, 1e-6, Biases.QUERIES_KEYS_VALUES, Output.TIED);
    }

    @Override
    public Block network() {
        Embedding words = new Embedding(vocabulary, hiddenSize, Distribution.normal(0.02));
        return new CausalModel(
                context,
                new CausalModel.Names("model.embed_tokens", "positions", "model", "lm_head"),
                words,
                AddedPositions.none(),
                identity(),
                Stack.turning(
                        "layers",
                        layers,
                        this::layer,
                        part("norm", norm()),
                        new Rotary(hiddenSize / heads, rotaryBase)),
                switch (output) {
                    case TIED -> new TiedLinear(words);
                    case SEPARATE -> linear(vocabulary, 0.02);
                });
    }

    private TransformerLayer layer() {
        int size = hiddenSize / heads;
        // What is added to the way round the layers starts smaller, the more of it there is.
        double added = 0.02 / Math.sqrt(2.0 * layers);
        Block attention = new Attention(
                Heads.grouped(heads, keyValueHeads, size),
                Projection.separate(
                        part("q_proj", projection(hiddenSize)),
                        part("k_proj", projection(keyValueHeads * size)),
                        part("v_proj", projection(keyValueHeads * size))),
                part("o_proj", linear(hiddenSize, added)),
                0);
        Block gated = new GatedFeedForward(
                part("gate_proj", linear(feedForward, 0.02)),
                Layers.silu(),
                part("up_proj", linear(feedForward, 0.02)),
                part("down_proj", linear(hiddenSize, added)));
        return new TransformerLayer(
                TransformerLayer.Norm.PRE,
                identity(),
                new Sublayer(part("input_layernorm", norm()), part("self_attn", attention)),
                new Sublayer(part("post_attention_layernorm", norm()), part("mlp", gated)));
    }

    private Block projection(int units) {
        return switch (biases) {
            case NONE -> linear(units, 0.02);
            case QUERIES_KEYS_VALUES -> startingAt(Distribution.normal(0.02), Layers.linear(units));
        };
    }

    private static Block linear(int units, double deviation) {
        return startingAt(Distribution.normal(deviation), Layers.linearNoBias(units));
    }

    private Block norm() {
        return new RmsNorm(epsilon);
    }
}
