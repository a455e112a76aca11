package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Bias;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Layers;
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
 * The encoder that BERT and RoBERTa share, and the pieces of their heads.
 *
 * @param places rows of the table of positions
 * @param firstPlace row of the first token
 * @param types kinds of tokens, such as those of a first and of a second sentence
 * @param width of the vectors
 * @param epsilon of the norms
 */
record BertEncoder(
        int places,
        int firstPlace,
        int types,
        int width,
        int layers,
        int heads,
        int feedForward,
        double epsilon,
        double dropout) {
    private static final Distribution START = Distribution.normal(0.02);

    Embedding words(int vocabulary) {
        return new Embedding(vocabulary, width, START);
    }

    TextEncoder over(Embedding words) {
        TextEmbedding embeddings = new TextEmbedding(
                words,
                AddedPositions.learned(places, width, firstPlace, START),
                Optional.of(new Embedding(types, width, START)),
                layerNorm(epsilon),
                Layers.dropout(dropout));
        return new TextEncoder(embeddings, "encoder", Stack.of("layer", layers, this::layer), TextEncoder.Of.TOKENS);
    }

    private TransformerLayer layer() {
        Block attention = new Attention(
                Heads.of(heads, width),
                Projection.separate(
                        part("self.query", linear(width)),
                        part("self.key", linear(width)),
                        part("self.value", linear(width))),
                part("output.dense", linear(width)),
                dropout);
        Block mlp = sequence(
                part("intermediate.dense", linear(feedForward)), // (B, T, C) -> (B, T, F)
                part("gelu", gelu()),
                part("output.dense", linear(width))); // -> (B, T, C)
        return new TransformerLayer(
                TransformerLayer.Norm.POST,
                Layers.dropout(dropout),
                new Sublayer(part("attention.output.LayerNorm", layerNorm(epsilon)), part("attention", attention)),
                new Sublayer(part("output.LayerNorm", layerNorm(epsilon)), part("", mlp)));
    }

    /** A linear layer and a tangent over the first token: (B, T, C) -> (B, C). */
    Block firstToken() {
        return sequence(
                part("first", TextEncoder.first()),
                part("dense", linear(width)),
                part("tanh", Layers.elementwise("tanh", Activation::tanh)));
    }

    /** The same, and logits (B, K), with dropout before each linear layer, as RoBERTa has it. */
    Block classifier(int classes) {
        return sequence(
                part("first", TextEncoder.first()),
                part("drop", Layers.dropout(dropout)),
                part("dense", linear(width)),
                part("tanh", Layers.elementwise("tanh", Activation::tanh)),
                part("drop2", Layers.dropout(dropout)),
                part("out_proj", linear(classes)));
    }

    /** Dropout and a linear layer: (..., C) -> (..., K). */
    Block dropped(int classes) {
        return sequence(part("drop", Layers.dropout(dropout)), part("", linear(classes)));
    }

    /** The token that was masked: (B, T, C) -> (B, T, V), by a transformation of the given names and the table. */
    Block unmasking(String dense, String norm, Embedding words) {
        return sequence(
                part(dense, linear(width)),
                part("gelu", gelu()),
                part(norm, layerNorm(epsilon)),
                part("decoder", new TiedLinear(words)),
                part("", new Bias("bias", words.rows())));
    }

    private static Block linear(int units) {
        return startingAt(START, Layers.linear(units));
    }
}
