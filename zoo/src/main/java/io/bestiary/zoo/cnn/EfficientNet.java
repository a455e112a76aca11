package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.cnn.Mobile.convNorm;
import static io.bestiary.zoo.cnn.Mobile.scaled;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.sigmoid;
import static io.bestiary.zoo.nn.Layers.silu;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.cnn.Mobile.Norm;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Residual;
import io.bestiary.zoo.nn.SqueezeExcite;
import io.bestiary.zoo.nn.StochasticDepth;
import java.util.ArrayList;
import java.util.List;

/** A small network found by a search, and the rule to scale it; Tan and Le, 2019. Parameter names are torchvision's. */
@Paper(
        title = "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks",
        authors = "Tan, Le",
        year = 2019,
        link = "https://arxiv.org/abs/1905.11946",
        deviations = "The momentum of BatchNorm is 0.1 and its epsilon 1e-5, as in torchvision; the paper's is 0.01.")
public record EfficientNet(
        @Hyperparameter(value = "factor of all widths", min = 0.05, max = 10)
        double widthFactor,

        @Hyperparameter(value = "factor of all depths", min = 0.05, max = 10)
        double depthFactor,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 4096)
        int imageSize,

        @Hyperparameter(value = "probability with which values are dropped before the last layer", min = 0, max = 0.99)
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

    /** A row of the paper's table 1: widening within its units, kernel, width, number of units, and stride of the first. */
    private record Stage(int expansion, int kernel, int width, int units, int stride) {}

    private static final List<Stage> STAGES = List.of( // (B, 32, 112, 112) ->
            new Stage(1, 3, 16, 1, 1), // (B, 16, 112, 112)
            new Stage(6, 3, 24, 2, 2), // (B, 24, 56, 56)
            new Stage(6, 5, 40, 2, 2), // (B, 40, 28, 28)
            new Stage(6, 3, 80, 3, 2), // (B, 80, 14, 14)
            new Stage(6, 5, 112, 3, 1), // (B, 112, 14, 14)
            new Stage(6, 5, 192, 4, 2), // (B, 192, 7, 7)
            new Stage(6, 3, 320, 1, 1)); // (B, 320, 7, 7)

    public EfficientNet {
        Hyperparameters.check(
                EfficientNet.class, widthFactor, depthFactor, imageSize, dropout, stochasticDepth, channels, classes);
    }

    public static EfficientNet efficientnetB0() {
        return new EfficientNet(1, 1, 224, 0.2, 0.2, 3, 1000);
    }

    @Override
    public Block network() {
        return sequence(
                part("features", features()), // (B, C, 224, 224) -> (B, 1280, 7, 7)
                part("avgpool", globalAveragePool()), // -> (B, 1280)
                part("classifier", classifier()));
    }

    private Block features() {
        List<Block> blocks = new ArrayList<>();
        int width = scaled(32, widthFactor);
        blocks.add(convNorm(width, 3, 2, 1, Norm.STANDARD, silu())); // -> (B, 32, 112, 112)
        int before = 0;
        for (Stage stage : STAGES) {
            blocks.add(stage(width, stage, before));
            width = scaled(stage.width(), widthFactor);
            before += units(stage);
        }
        blocks.add(convNorm(4 * width, 1, 1, 1, Norm.STANDARD, silu()));
        return sequence(blocks);
    }

    private int units(Stage stage) {
        return (int) Math.ceil(stage.units() * depthFactor);
    }

    private Block stage(int in, Stage stage, int before) {
        int out = scaled(stage.width(), widthFactor);
        int all = STAGES.stream().mapToInt(this::units).sum();
        return Layers.repeat(units(stage), i -> {
            double skipped = stochasticDepth * (before + i) / all;
            return i == 0 ? unit(in, stage, out, stage.stride(), skipped) : unit(out, stage, out, 1, skipped);
        });
    }

    /** Widens, filters each channel, weighs the channels, narrows without an activation. */
    private static Block unit(int in, Stage stage, int out, int stride, double skipped) {
        int inner = scaled(in, stage.expansion());
        List<Block> blocks = new ArrayList<>();
        if (inner != in) {
            blocks.add(convNorm(inner, 1, 1, 1, Norm.STANDARD, silu()));
        }
        blocks.add(convNorm(inner, stage.kernel(), stride, inner, Norm.STANDARD, silu()));
        blocks.add(new SqueezeExcite(inner, Math.max(1, in / 4), silu(), sigmoid()));
        blocks.add(convNorm(out, 1, 1, 1, Norm.STANDARD, null));
        Block body = sequence(blocks);
        if (stride != 1 || in != out) {
            return sequence(part("block", body));
        }
        Block skippable = sequence(part("block", body), part("stochastic_depth", new StochasticDepth(skipped)));
        return new Residual(part("", skippable), part("shortcut", identity()));
    }

    private Block classifier() {
        return sequence(
                Layers.dropout(dropout), startingAt(Distribution.uniform(1 / Math.sqrt(classes)), linear(classes)));
    }
}
