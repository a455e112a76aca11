package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.cnn.Mobile.convNorm;
import static io.bestiary.zoo.cnn.Mobile.scaled;
import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu6;
import static io.bestiary.zoo.nn.Layers.sequence;
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
import java.util.ArrayList;
import java.util.List;

/** Residual units that are wide inside and narrow at their ends; Sandler et al., 2018. Parameter names are torchvision's. */
@Paper(
        title = "MobileNetV2: Inverted Residuals and Linear Bottlenecks",
        authors = "Sandler, Howard, Zhu, Zhmoginov, Chen",
        year = 2018,
        link = "https://arxiv.org/abs/1801.04381")
public record MobileNetV2(
        @Hyperparameter(value = "factor of all widths, the last one's not below 1", min = 0.05, max = 10)
        double widthFactor,

        @Hyperparameter(value = "probability with which values are dropped before the last layer", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    /** A stage: widening within its units, width, number of units, and stride of the first. */
    private record Stage(int expansion, int width, int units, int stride) {}

    private static final List<Stage> STAGES = List.of( // (B, 32, 112, 112) ->
            new Stage(1, 16, 1, 1), // (B, 16, 112, 112)
            new Stage(6, 24, 2, 2), // (B, 24, 56, 56)
            new Stage(6, 32, 3, 2), // (B, 32, 28, 28)
            new Stage(6, 64, 4, 2), // (B, 64, 14, 14)
            new Stage(6, 96, 3, 1), // (B, 96, 14, 14)
            new Stage(6, 160, 3, 2), // (B, 160, 7, 7)
            new Stage(6, 320, 1, 1)); // (B, 320, 7, 7)

    public MobileNetV2 {
        Hyperparameters.check(MobileNetV2.class, widthFactor, dropout, channels, classes);
    }

    public static MobileNetV2 mobilenetV2() {
        return new MobileNetV2(1, 0.2, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
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
        blocks.add(convNorm(width, 3, 2, 1, Norm.STANDARD, relu6())); // -> (B, 32, 112, 112)
        for (Stage stage : STAGES) {
            int out = scaled(stage.width(), widthFactor);
            for (int i = 0; i < stage.units(); i++) {
                blocks.add(unit(width, stage.expansion(), out, i == 0 ? stage.stride() : 1));
                width = out;
            }
        }
        blocks.add(convNorm(scaled(1280, Math.max(1, widthFactor)), 1, 1, 1, Norm.STANDARD, relu6()));
        return sequence(blocks);
    }

    /** Widens, filters each channel, narrows without an activation. */
    private static Block unit(int in, int expansion, int out, int stride) {
        int inner = in * expansion;
        List<Block> blocks = new ArrayList<>();
        if (expansion != 1) {
            blocks.add(convNorm(inner, 1, 1, 1, Norm.STANDARD, relu6()));
        }
        blocks.add(convNorm(inner, 3, stride, inner, Norm.STANDARD, relu6()));
        blocks.add(convNoBias(out, 1, 1, 0));
        blocks.add(batchNorm());
        Block body = sequence(blocks);
        return stride == 1 && in == out
                ? new Residual(part("conv", body), part("shortcut", identity()))
                : sequence(part("conv", body));
    }

    private Block classifier() {
        return sequence(Layers.dropout(dropout), startingAt(Distribution.normal(0.01), linear(classes)));
    }
}
