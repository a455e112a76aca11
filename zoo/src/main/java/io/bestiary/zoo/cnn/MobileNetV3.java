package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.cnn.Mobile.convNorm;
import static io.bestiary.zoo.cnn.Mobile.scaled;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.hardSigmoid;
import static io.bestiary.zoo.nn.Layers.hardSwish;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
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
import io.bestiary.zoo.nn.SqueezeExcite;
import java.util.ArrayList;
import java.util.List;

/** MobileNetV2's units, some with squeeze-and-excite, laid out by a search; Howard et al., 2019. Names are torchvision's. */
@Paper(
        title = "Searching for MobileNetV3",
        authors = "Howard, Sandler, Chu, Chen, Chen, Tan, Wang, Zhu, Pang, Vasudevan, Le, Adam",
        year = 2019,
        link = "https://arxiv.org/abs/1905.02244")
public record MobileNetV3(
        @Hyperparameter("which of the paper's two layouts") Layout layout,

        @Hyperparameter(value = "factor of all widths", min = 0.05, max = 10)
        double widthFactor,

        @Hyperparameter(value = "probability with which values are dropped before the last layer", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {
    private static final Norm NORM = new Norm(1e-3, 0.01);

    /** The paper's tables 1 and 2. */
    public enum Layout {
        LARGE,
        SMALL
    }

    private enum Squeeze {
        NO,
        YES
    }

    private enum Act {
        RELU,
        SWISH
    }

    /** A row of the paper's tables: kernel, width within, width after, squeeze-and-excite, activation, stride. */
    private record Unit(int kernel, int inner, int out, Squeeze squeeze, Act act, int stride) {}

    private static final List<Unit> LARGE = List.of( // (B, 16, 112, 112) ->
            new Unit(3, 16, 16, Squeeze.NO, Act.RELU, 1),
            new Unit(3, 64, 24, Squeeze.NO, Act.RELU, 2), // (B, 24, 56, 56)
            new Unit(3, 72, 24, Squeeze.NO, Act.RELU, 1),
            new Unit(5, 72, 40, Squeeze.YES, Act.RELU, 2), // (B, 40, 28, 28)
            new Unit(5, 120, 40, Squeeze.YES, Act.RELU, 1),
            new Unit(5, 120, 40, Squeeze.YES, Act.RELU, 1),
            new Unit(3, 240, 80, Squeeze.NO, Act.SWISH, 2), // (B, 80, 14, 14)
            new Unit(3, 200, 80, Squeeze.NO, Act.SWISH, 1),
            new Unit(3, 184, 80, Squeeze.NO, Act.SWISH, 1),
            new Unit(3, 184, 80, Squeeze.NO, Act.SWISH, 1),
            new Unit(3, 480, 112, Squeeze.YES, Act.SWISH, 1),
            new Unit(3, 672, 112, Squeeze.YES, Act.SWISH, 1),
            new Unit(5, 672, 160, Squeeze.YES, Act.SWISH, 2), // (B, 160, 7, 7)
            new Unit(5, 960, 160, Squeeze.YES, Act.SWISH, 1),
            new Unit(5, 960, 160, Squeeze.YES, Act.SWISH, 1));

    private static final List<Unit> SMALL = List.of( // (B, 16, 112, 112) ->
            new Unit(3, 16, 16, Squeeze.YES, Act.RELU, 2), // (B, 16, 56, 56)
            new Unit(3, 72, 24, Squeeze.NO, Act.RELU, 2), // (B, 24, 28, 28)
            new Unit(3, 88, 24, Squeeze.NO, Act.RELU, 1),
            new Unit(5, 96, 40, Squeeze.YES, Act.SWISH, 2), // (B, 40, 14, 14)
            new Unit(5, 240, 40, Squeeze.YES, Act.SWISH, 1),
            new Unit(5, 240, 40, Squeeze.YES, Act.SWISH, 1),
            new Unit(5, 120, 48, Squeeze.YES, Act.SWISH, 1),
            new Unit(5, 144, 48, Squeeze.YES, Act.SWISH, 1),
            new Unit(5, 288, 96, Squeeze.YES, Act.SWISH, 2), // (B, 96, 7, 7)
            new Unit(5, 576, 96, Squeeze.YES, Act.SWISH, 1),
            new Unit(5, 576, 96, Squeeze.YES, Act.SWISH, 1));

    public MobileNetV3 {
        Hyperparameters.check(MobileNetV3.class, layout, widthFactor, dropout, channels, classes);
    }

    public static MobileNetV3 mobilenetV3Large() {
        return new MobileNetV3(Layout.LARGE, 1, 0.2, 3, 1000);
    }

    public static MobileNetV3 mobilenetV3Small() {
        return new MobileNetV3(Layout.SMALL, 1, 0.2, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("features", features()), // (B, C, 224, 224) -> (B, 960 or 576, 7, 7)
                part("avgpool", globalAveragePool()), // -> (B, 960 or 576)
                part("classifier", classifier()));
    }

    private Block features() {
        List<Block> blocks = new ArrayList<>();
        int width = scaled(16, widthFactor);
        blocks.add(convNorm(width, 3, 2, 1, NORM, hardSwish())); // -> (B, 16, 112, 112)
        for (Unit unit : layout == Layout.LARGE ? LARGE : SMALL) {
            blocks.add(residual(width, unit));
            width = scaled(unit.out(), widthFactor);
        }
        blocks.add(convNorm(6 * width, 1, 1, 1, NORM, hardSwish()));
        return sequence(blocks);
    }

    private Block residual(int in, Unit unit) {
        int inner = scaled(unit.inner(), widthFactor);
        int out = scaled(unit.out(), widthFactor);
        List<Block> blocks = new ArrayList<>();
        if (inner != in) {
            blocks.add(convNorm(inner, 1, 1, 1, NORM, activation(unit)));
        }
        blocks.add(convNorm(inner, unit.kernel(), unit.stride(), inner, NORM, activation(unit)));
        if (unit.squeeze() == Squeeze.YES) {
            blocks.add(new SqueezeExcite(inner, scaled(inner / 4, 1), relu(), hardSigmoid()));
        }
        blocks.add(convNorm(out, 1, 1, 1, NORM, null));
        Block body = sequence(blocks);
        return unit.stride() == 1 && in == out
                ? new Residual(part("block", body), part("shortcut", identity()))
                : sequence(part("block", body));
    }

    private static Block activation(Unit unit) {
        return unit.act() == Act.RELU ? relu() : hardSwish();
    }

    private Block classifier() {
        int width = scaled(layout == Layout.LARGE ? 1280 : 1024, widthFactor);
        return sequence(
                startingAt(Distribution.normal(0.01), linear(width)),
                hardSwish(),
                Layers.dropout(dropout),
                startingAt(Distribution.normal(0.01), linear(classes)));
    }
}
