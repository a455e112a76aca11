package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.gelu;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.layerNorm;
import static io.bestiary.zoo.nn.Layers.linear;
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
import io.bestiary.zoo.nn.LayerScale;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Pooling;
import io.bestiary.zoo.nn.Residual;
import io.bestiary.zoo.nn.StochasticDepth;
import java.util.ArrayList;
import java.util.List;

/** A residual network built as Transformers are; Liu et al., 2022. Parameter names are torchvision's. */
@Paper(
        title = "A ConvNet for the 2020s",
        authors = "Liu, Mao, Wu, Feichtenhofer, Darrell, Xie",
        year = 2022,
        link = "https://arxiv.org/abs/2201.03545")
public record ConvNeXt(
        @Hyperparameter(value = "units in each of the four stages", min = 1, max = 1000)
        List<Integer> depths,

        @Hyperparameter(value = "channels of the four stages", min = 1, max = 65_536)
        List<Integer> widths,

        @Hyperparameter(value = "where the scales of the units start", min = 0, max = 1)
        double layerScale,

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

    public ConvNeXt {
        Hyperparameters.check(ConvNeXt.class, depths, widths, layerScale, stochasticDepth, channels, classes);
        depths = ResNet.fourStages(depths);
        if (widths.size() != 4) {
            throw new IllegalArgumentException("widths: must name four stages, got " + widths);
        }
        widths = List.copyOf(widths);
    }

    public static ConvNeXt convnextTiny() {
        return new ConvNeXt(List.of(3, 3, 9, 3), List.of(96, 192, 384, 768), 1e-6, 0.1, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("features", features()), // (B, C, 224, 224) -> (B, 768, 7, 7)
                part("avgpool", Pooling.adaptiveAverage(1)), // -> (B, 768, 1, 1)
                part("classifier", sequence(norm(), flatten(), small(linear(classes)))));
    }

    private Block features() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(sequence(small(conv(widths.get(0), 4, 4, 0)), norm())); // -> (B, 96, 56, 56)
        int before = 0;
        for (int stage = 0; stage < 4; stage++) {
            if (stage > 0) {
                blocks.add(sequence(norm(), small(conv(widths.get(stage), 2, 2, 0)))); // halves height and width
            }
            blocks.add(stage(widths.get(stage), depths.get(stage), before));
            before += depths.get(stage);
        }
        return sequence(blocks);
    }

    private Block stage(int width, int units, int before) {
        int last = Math.max(1, depths.stream().mapToInt(Integer::intValue).sum() - 1);
        return repeat(units, i -> unit(width, stochasticDepth * (before + i) / last));
    }

    /** Filters each channel, then mixes the channels of each pixel: (B, C, H, W) -> (B, C, H, W). */
    private Block unit(int width, double skipped) {
        Block block = sequence(
                small(conv(width, 7, 1, 3, width)),
                channelsLast(), // -> (B, H, W, C)
                layerNorm(1e-6),
                small(linear(4 * width)),
                gelu(),
                small(linear(width)),
                channelsFirst());
        Block body = sequence(
                part("block", block),
                part("", new LayerScale("layer_scale", width, layerScale)),
                part("stochastic_depth", new StochasticDepth(skipped)));
        return new Residual(part("", body), part("shortcut", identity()));
    }

    /** Normalizes the channels of each pixel. */
    private static Block norm() {
        return sequence(
                part("channels_last", channelsLast()),
                part("", layerNorm(1e-6)),
                part("channels_first", channelsFirst()));
    }

    private static Block channelsLast() {
        return new Operation(
                "channelsLast",
                x -> x.transpose(0, 2, 3, 1),
                shape -> new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1)));
    }

    private static Block channelsFirst() {
        return new Operation(
                "channelsFirst",
                x -> x.transpose(0, 3, 1, 2),
                shape -> new Shape(shape.get(0), shape.get(3), shape.get(1), shape.get(2)));
    }

    private static Block small(Block layer) {
        return startingAt(Distribution.normal(0.02), layer);
    }
}
