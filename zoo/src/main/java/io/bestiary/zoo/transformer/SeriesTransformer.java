package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.elementwise;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Table;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import io.bestiary.zoo.nn.TokenBatchNorm;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;
import io.bestiary.zoo.nn.attention.Stack;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import io.bestiary.zoo.nn.attention.TransformerLayer.Sublayer;
import java.util.List;
import java.util.Set;

/** Reads a series with a Transformer and tells its class; Zerveas et al., 2020. Names are those of the published code. */
@Paper(
        title = "A Transformer-based Framework for Multivariate Time Series Representation Learning",
        authors = "Zerveas, Jayaraman, Patel, Bhamidipaty, Eickhoff",
        year = 2020,
        link = "https://arxiv.org/abs/2010.02803",
        deviations = {"All series have one length.", "It is not trained to fill gaps before."})
public record SeriesTransformer(
        @Hyperparameter(value = "values at each time", min = 1, max = 65_536)
        int channels,

        @Hyperparameter(value = "times that are read", min = 1, max = 1_000_000)
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

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements Architecture {

    public SeriesTransformer {
        Hyperparameters.check(
                SeriesTransformer.class, channels, context, hiddenSize, layers, heads, feedForward, dropout, classes);
        Heads.check(heads, hiddenSize);
    }

    public static SeriesTransformer seriesTransformer() {
        return new SeriesTransformer(5, 60, 64, 3, 8, 256, 0.1, 2);
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(TensorSpec.of("values", DataType.FLOAT32, new Shape(-1, context, channels)));
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.SERIES_CLASSIFICATION);
    }

    @Override
    public Block network() {
        double root = Math.sqrt(hiddenSize);
        Table places = new Table(
                "pe", new Shape(context, 1, hiddenSize), new Shape(1, context, hiddenSize), Distribution.uniform(0.02));
        return sequence(
                part("project_inp", linear(hiddenSize)), // (B, T, C) -> (B, T, D)
                part("scaled", elementwise("scaled", x -> x.mul(HostMemory.number(x, root)))),
                part("pos_enc", places),
                part("drop", Layers.dropout(dropout)),
                part("transformer_encoder", Stack.of("layers", layers, this::layer)),
                part("gelu", gelu()),
                part("drop1", Layers.dropout(dropout)),
                part("flat", flatten()), // -> (B, T D)
                part("output_layer", linear(classes))); // -> (B, K)
    }

    private TransformerLayer layer() {
        Block attention = new Attention(
                Heads.of(heads, hiddenSize),
                Projection.inProjection(hiddenSize),
                part("out_proj", linear(hiddenSize)),
                dropout);
        Block mlp = sequence(
                part("linear1", linear(feedForward)),
                part("gelu", gelu()),
                part("drop", Layers.dropout(dropout)),
                part("linear2", linear(hiddenSize)));
        return new TransformerLayer(
                TransformerLayer.Norm.POST,
                Layers.dropout(dropout),
                new Sublayer(part("norm1", new TokenBatchNorm()), part("self_attn", attention)),
                new Sublayer(part("norm2", new TokenBatchNorm()), part("", mlp)));
    }
}
