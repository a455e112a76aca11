package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Bias;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
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
import java.util.Optional;

/**
 * DistilBERT, every second layer of BERT's; Sanh et al., 2019. Names are those of Hugging Face's {@code DistilBertModel},
 * {@code DistilBertForMaskedLM}, {@code DistilBertForSequenceClassification} and
 * {@code DistilBertForTokenClassification}.
 */
@Paper(
        title = "DistilBERT, a distilled version of BERT: smaller, faster, cheaper and lighter",
        authors = "Sanh, Debut, Chaumond, Wolf",
        year = 2019,
        link = "https://arxiv.org/abs/1910.01108",
        deviations = "The network only: learning from a teacher is not part of it.")
public record DistilBert(
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

        @Hyperparameter(value = "width of the feed-forward network", min = 1, max = 1_000_000)
        int feedForward,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter("what the network answers") Head head,

        @Hyperparameter(value = "classes to tell apart, where the head does", min = 1, max = 100_000)
        int classes)
        implements EncoderOfText {

    public DistilBert {
        Hyperparameters.check(
                DistilBert.class, vocabulary, context, hiddenSize, layers, heads, feedForward, dropout, head, classes);
        Heads.check(heads, hiddenSize);
    }

    private static final Distribution START = Distribution.normal(0.02);

    public static DistilBert distilbertBase() {
        return new DistilBert(30_522, 512, 768, 6, 12, 3072, 0.1, Head.ENCODER, 2);
    }

    @Override
    public Block network() {
        Embedding words = new Embedding(vocabulary, hiddenSize, START);
        TextEncoder encoder = encoder(words); // (B, T) -> (B, T, C)
        return switch (head) {
            case ENCODER -> encoder;
            case MASKED_LANGUAGE ->
                sequence(
                        part("distilbert", encoder),
                        part("vocab_transform", linear(hiddenSize)),
                        part("gelu", gelu()),
                        part("vocab_layer_norm", layerNorm(1e-12)),
                        part("tied", new TiedLinear(words)),
                        part("vocab_projector", new Bias("bias", vocabulary))); // -> (B, T, V)
            case SEQUENCE ->
                sequence(
                        part("distilbert", encoder),
                        part("first", TextEncoder.first()),
                        part("pre_classifier", linear(hiddenSize)),
                        part("relu", relu()),
                        part("drop", Layers.dropout(dropout)),
                        part("classifier", linear(classes))); // -> (B, K)
            case TOKENS ->
                sequence(
                        part("distilbert", encoder),
                        part("drop", Layers.dropout(dropout)),
                        part("classifier", linear(classes))); // -> (B, T, K)
        };
    }

    private TextEncoder encoder(Embedding words) {
        TextEmbedding embeddings = new TextEmbedding(
                words,
                AddedPositions.learned(context, hiddenSize, 0, START),
                Optional.empty(),
                layerNorm(1e-12),
                Layers.dropout(dropout));
        return new TextEncoder(
                embeddings, "transformer", Stack.of("layer", layers, this::layer), TextEncoder.Of.TOKENS);
    }

    private TransformerLayer layer() {
        Block attention = new Attention(
                Heads.of(heads, hiddenSize),
                Projection.separate(
                        part("q_lin", linear(hiddenSize)),
                        part("k_lin", linear(hiddenSize)),
                        part("v_lin", linear(hiddenSize))),
                part("out_lin", linear(hiddenSize)),
                dropout);
        Block mlp = sequence(
                part("lin1", linear(feedForward)), // (B, T, C) -> (B, T, F)
                part("gelu", gelu()),
                part("lin2", linear(hiddenSize))); // -> (B, T, C)
        return new TransformerLayer(
                TransformerLayer.Norm.POST,
                Layers.dropout(dropout),
                new Sublayer(part("sa_layer_norm", layerNorm(1e-12)), part("attention", attention)),
                new Sublayer(part("output_layer_norm", layerNorm(1e-12)), part("ffn", mlp)));
    }

    private static Block linear(int units) {
        return startingAt(START, Layers.linear(units));
    }
}
