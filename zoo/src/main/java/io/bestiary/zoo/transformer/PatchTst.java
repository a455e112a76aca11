package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
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

/**
 * PatchTST: every column of a series is cut into pieces, which a Transformer reads; Nie et al., 2022. Names are those of
 * Hugging Face's {@code PatchTSTForPrediction}.
 */
@Paper(
        title = "A Time Series is Worth 64 Words: Long-term Forecasting with Transformers",
        authors = "Nie, Nguyen, Sinthong, Kalagnanam",
        year = 2022,
        link = "https://arxiv.org/abs/2211.14730",
        deviations = {
            "The window is not lengthened at its end: 41 pieces of 336 values, not 42.",
            "Attention does not add the scores of the layer before."
        })
public record PatchTst(
        @Hyperparameter(value = "values at each time", min = 1, max = 65_536)
        int channels,

        @Hyperparameter(value = "times that are read", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "times that are told", min = 1, max = 100_000)
        int horizon,

        @Hyperparameter(value = "times in a piece", min = 1, max = 1_000_000)
        int patch,

        @Hyperparameter(value = "times from one piece to the next", min = 1, max = 1_000_000)
        int stride,

        @Hyperparameter(value = "width of the vectors", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of attention, a divisor of the width", min = 1, max = 1024)
        int heads,

        @Hyperparameter(value = "width of the feed-forward network", min = 1, max = 1_000_000)
        int feedForward,

        @Hyperparameter("where the norms stand") TransformerLayer.Norm norm,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout)
        implements Architecture {

    public PatchTst {
        Hyperparameters.check(
                PatchTst.class,
                channels,
                context,
                horizon,
                patch,
                stride,
                hiddenSize,
                layers,
                heads,
                feedForward,
                norm,
                dropout);
        Heads.check(heads, hiddenSize);
        if (patch > context) {
            throw new IllegalArgumentException("patch: must be at most context " + context + ", got " + patch);
        }
    }

    /** The published size. */
    public static PatchTst patchtst() {
        return of(128, 16, 256, 0.2);
    }

    /** The published size for little data, such as ETTh1. */
    public static PatchTst patchtstSmall() {
        return of(16, 4, 128, 0.3);
    }

    private static PatchTst of(int hiddenSize, int heads, int feedForward, double dropout) {
        return new PatchTst(7, 336, 96, 16, 8, hiddenSize, 3, heads, feedForward, TransformerLayer.Norm.POST, dropout);
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(TensorSpec.of("values", DataType.FLOAT32, new Shape(-1, context, channels)));
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECASTING);
    }

    @Override
    public Block network() {
        PatchForecaster.Patches patches = new PatchForecaster.Patches(context, patch, stride);
        Shape places = new Shape(patches.count(), hiddenSize);
        return new PatchForecaster(
                patches,
                horizon,
                linear(hiddenSize),
                new Table("position_enc", places, places, Distribution.uniform(0.02)),
                dropout,
                Stack.of("layers", layers, this::layer),
                linear(horizon));
    }

    private TransformerLayer layer() {
        Block attention = new Attention(
                Heads.of(heads, hiddenSize),
                Projection.separate(
                        part("q_proj", linear(hiddenSize)),
                        part("k_proj", linear(hiddenSize)),
                        part("v_proj", linear(hiddenSize))),
                part("out_proj", linear(hiddenSize)),
                0);
        Block mlp = sequence(linear(feedForward), gelu(), Layers.dropout(dropout), linear(hiddenSize));
        return new TransformerLayer(
                norm,
                Layers.dropout(dropout),
                new Sublayer(part("norm_sublayer1.batchnorm", new TokenBatchNorm()), part("self_attn", attention)),
                new Sublayer(part("norm_sublayer3.batchnorm", new TokenBatchNorm()), part("ff", mlp)));
    }
}
