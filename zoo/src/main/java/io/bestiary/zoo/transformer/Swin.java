package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.linearNoBias;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.repeat;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Residual;
import io.bestiary.zoo.nn.StochasticDepth;
import io.bestiary.zoo.nn.attention.Heads;
import java.util.ArrayList;
import java.util.List;

/**
 * A Transformer whose tokens look at those of their window, and in every second unit at a window shifted by half; Liu et al.,
 * 2021. Parameter names are torchvision's.
 */
@Paper(
        title = "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
        authors = "Liu, Lin, Cao, Hu, Wei, Zhang, Lin, Guo",
        year = 2021,
        link = "https://arxiv.org/abs/2103.14030")
public record Swin(
        @Hyperparameter(value = "units in each stage", min = 1, max = 1000)
        List<Integer> depths,

        @Hyperparameter(value = "heads of attention in each stage", min = 1, max = 1000)
        List<Integer> heads,

        @Hyperparameter(
                value = "channels of the first stage; each further stage has twice as many",
                min = 1,
                max = 65_536)
        int width,

        @Hyperparameter(value = "height and width of a window in tokens", min = 1, max = 1024)
        int window,

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

    public Swin {
        Hyperparameters.check(Swin.class, depths, heads, width, window, stochasticDepth, channels, classes);
        if (depths.isEmpty() || depths.size() > 10) {
            throw new IllegalArgumentException("depths: must name 1 to 10 stages, got " + depths);
        }
        if (heads.size() != depths.size()) {
            throw new IllegalArgumentException(
                    "heads: must name as many stages as depths " + depths + ", got " + heads);
        }
        for (int stage = 0; stage < heads.size(); stage++) {
            Heads.check(heads.get(stage), width << stage);
        }
        depths = List.copyOf(depths);
        heads = List.copyOf(heads);
    }

    public static Swin swinTiny() {
        return new Swin(List.of(2, 2, 6, 2), List.of(3, 6, 12, 24), 96, 7, 0.2, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("features", features()), // (B, C, 224, 224) -> (B, 7, 7, 8 width)
                part("norm", layerNorm(1e-5)),
                part("avgpool", average()), // -> (B, 8 width)
                part("head", small(linear(classes))));
    }

    /** For each two tokens of a window, the row of their distance in the table of biases. */
    public long[] distances() {
        return WindowAttention.distances(window);
    }

    private Block features() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(sequence(conv(width, 4, 4, 0), channelsLast(), layerNorm(1e-5))); // -> (B, 56, 56, width)
        int before = 0;
        for (int stage = 0; stage < depths.size(); stage++) {
            if (stage > 0) {
                blocks.add(merge(width << stage)); // halves height and width
            }
            blocks.add(stage(stage, before));
            before += depths.get(stage);
        }
        return sequence(blocks);
    }

    private Block stage(int stage, int before) {
        int last = Math.max(1, depths.stream().mapToInt(Integer::intValue).sum() - 1);
        return repeat(
                depths.get(stage),
                i -> unit(
                        width << stage,
                        heads.get(stage),
                        i % 2 == 0 ? 0 : window / 2,
                        stochasticDepth * (before + i) / last));
    }

    /** (B, H, W, C) -> (B, H, W, C). */
    private Block unit(int width, int heads, int shift, double skipped) {
        Block attention = sequence(
                part("norm1", layerNorm(1e-5)),
                part("attn", new WindowAttention(width, heads, window, shift)),
                part("stochastic_depth", new StochasticDepth(skipped)));
        Block mlp = sequence(
                part("norm2", layerNorm(1e-5)),
                part(
                        "mlp",
                        sequence(
                                part("0", small(linear(4 * width))),
                                part("1", gelu()),
                                part("3", small(linear(width))))),
                part("stochastic_depth", new StochasticDepth(skipped)));
        return sequence(part("", around(attention)), part("", around(mlp)));
    }

    private static Block around(Block body) {
        return new Residual(part("", body), part("shortcut", identity()));
    }

    /** Four neighbours become one token: (B, H, W, C) -> (B, H / 2, W / 2, width). */
    private static Block merge(int width) {
        return sequence(
                part("neighbours", neighbours()), // -> (B, H / 2, W / 2, 4 C)
                part("norm", layerNorm(1e-5)),
                part("reduction", small(linearNoBias(width))));
    }

    private static Block neighbours() {
        return new Operation(
                "neighbours",
                x -> {
                    var even = Windows.filled(x, 2);
                    Shape s = even.getShape();
                    return even.reshape(s.get(0), s.get(1) / 2, 2, s.get(2) / 2, 2, s.get(3))
                            .transpose(0, 1, 3, 4, 2, 5) // column before row, as torchvision stacks them
                            .reshape(s.get(0), s.get(1) / 2, s.get(2) / 2, 4 * s.get(3));
                },
                shape -> new Shape(shape.get(0), (shape.get(1) + 1) / 2, (shape.get(2) + 1) / 2, 4 * shape.get(3)));
    }

    private static Block channelsLast() {
        return new Operation(
                "channelsLast",
                x -> x.transpose(0, 2, 3, 1),
                shape -> new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1)));
    }

    /** Mean of all tokens: (B, H, W, C) -> (B, C). */
    private static Block average() {
        return new Operation(
                "average",
                x -> x.reshape(x.size(0), -1, x.size(3)).mean(new int[] {1}),
                shape -> new Shape(shape.get(0), shape.get(3)));
    }

    private static Block small(Block layer) {
        return startingAt(Distribution.normal(0.02), layer);
    }
}
