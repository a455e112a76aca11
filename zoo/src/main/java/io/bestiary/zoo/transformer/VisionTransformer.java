package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.StochasticDepth;
import io.bestiary.zoo.nn.Table;
import io.bestiary.zoo.nn.attention.Attention;
import io.bestiary.zoo.nn.attention.Heads;
import io.bestiary.zoo.nn.attention.Projection;
import io.bestiary.zoo.nn.attention.Stack;
import io.bestiary.zoo.nn.attention.TransformerLayer;
import io.bestiary.zoo.nn.attention.TransformerLayer.Norm;
import io.bestiary.zoo.nn.attention.TransformerLayer.Sublayer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Transformer that reads a picture as a sequence of square patches; Dosovitskiy et al., 2020. Parameter names are timm's.
 */
@Paper(
        title = "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
        authors = "Dosovitskiy, Beyer, Kolesnikov, Weissenborn, Zhai, Unterthiner, Dehghani, Minderer, Heigold, Gelly,"
                + " Uszkoreit, Houlsby",
        year = 2020,
        link = "https://arxiv.org/abs/2010.11929",
        deviations = {
            "The small and the tiny size, and DeiT-tiny, which skips units in training, are those of Touvron et al.,"
                    + " 2020, https://arxiv.org/abs/2012.12877, without its second token."
        })
public record VisionTransformer(
        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 65_536)
        int imageSize,

        @Hyperparameter(value = "height and width of a patch in pixels", min = 1, max = 65_536)
        int patch,

        @Hyperparameter(value = "width of the residual stream", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "layers", min = 1, max = 1000)
        int layers,

        @Hyperparameter(value = "heads of attention", min = 1, max = 1000)
        int heads,

        @Hyperparameter(
                value = "units between the two linear layers of the feed-forward network",
                min = 1,
                max = 65_536)
        int feedForward,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(
                value = "probability with which the last unit is skipped; earlier ones less",
                min = 0,
                max = 0.99)
        double stochasticDepth,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public VisionTransformer {
        Hyperparameters.check(
                VisionTransformer.class,
                imageSize,
                patch,
                hiddenSize,
                layers,
                heads,
                feedForward,
                dropout,
                stochasticDepth,
                channels,
                classes);
        Heads.check(heads, hiddenSize);
        if (imageSize % patch != 0) {
            throw new IllegalArgumentException("patch: must divide image_size " + imageSize + ", got " + patch);
        }
    }

    public static VisionTransformer vitTiny() {
        return published(192, 3, 0);
    }

    public static VisionTransformer vitSmall() {
        return published(384, 6, 0);
    }

    public static VisionTransformer vitBase() {
        return published(768, 12, 0);
    }

    public static VisionTransformer deitTiny() {
        return published(192, 3, 0.1);
    }

    /** For grey pictures of 28 pixels, to be trained without an accelerator. */
    public static VisionTransformer vitMnist() {
        return new VisionTransformer(28, 4, 64, 6, 4, 128, 0.1, 0, 1, 10);
    }

    private static VisionTransformer published(int hiddenSize, int heads, double stochasticDepth) {
        return new VisionTransformer(224, 16, hiddenSize, 12, heads, 4 * hiddenSize, 0, stochasticDepth, 3, 1000);
    }

    @Override
    public Block network() {
        int side = imageSize / patch;
        Shape places = new Shape(1, 1 + (long) side * side, hiddenSize);
        AtomicInteger before = new AtomicInteger();
        return sequence(
                part(
                        "patch_embed",
                        sequence(part("proj", small(conv(hiddenSize, patch, patch, 0))))), // -> (B, C, h, w)
                part("tokens", tokens()), // -> (B, h w, C)
                part("", new ClassToken("cls_token", hiddenSize)), // -> (B, T, C)
                part("", new Table("pos_embed", places, places, Distribution.normal(0.02))),
                part("drop", Layers.dropout(dropout)),
                part("", Stack.of("blocks", layers, () -> layer(before.getAndIncrement()), norm("norm"))),
                part("class", first()), // -> (B, C)
                part("head", small(linear(classes)))); // -> (B, K)
    }

    private TransformerLayer layer(int before) {
        double skipped = stochasticDepth * before / Math.max(1, layers - 1);
        Block attention = new Attention(
                Heads.of(heads, hiddenSize),
                Projection.fused("qkv", small(linear(3 * hiddenSize))),
                part("proj", small(linear(hiddenSize))),
                0);
        Block mlp = sequence(
                part("fc1", small(linear(feedForward))),
                part("gelu", gelu()),
                part("drop", Layers.dropout(dropout)),
                part("fc2", small(linear(hiddenSize))));
        return new TransformerLayer(
                Norm.PRE,
                sequence(Layers.dropout(dropout), new StochasticDepth(skipped)),
                new Sublayer(norm("norm1"), part("attn", attention)),
                new Sublayer(norm("norm2"), part("mlp", mlp)));
    }

    private static Part norm(String name) {
        return part(name, layerNorm(1e-6));
    }

    /** (B, C, h, w) -> (B, h w, C). */
    private static Block tokens() {
        return new Operation(
                "tokens",
                x -> x.reshape(x.size(0), x.size(1), -1).transpose(0, 2, 1),
                shape -> new Shape(shape.get(0), shape.get(2) * shape.get(3), shape.get(1)));
    }

    /** (B, T, C) -> (B, C). */
    private static Block first() {
        return new Operation("first", x -> x.get(":, 0"), shape -> new Shape(shape.get(0), shape.get(2)));
    }

    private static Block small(Block layer) {
        return startingAt(Distribution.normal(0.02), layer);
    }
}
