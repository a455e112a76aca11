package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.maxPool;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.repeat;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Residual;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Deep residual network for ImageNet; He et al., 2015. Parameter names are torchvision's. */
@Paper(
        title = "Deep Residual Learning for Image Recognition",
        authors = "He, Zhang, Ren, Sun",
        year = 2015,
        link = "https://arxiv.org/abs/1512.03385",
        deviations = "The bottleneck strides in its 3x3 convolution, as in torchvision (\"v1.5\").")
public record ResNet(
        @Hyperparameter("two 3x3 convolutions, or 1x1, 3x3, 1x1 with four times the width at the end")
        Unit unit,

        @Hyperparameter(value = "units in each of the four stages", min = 1, max = 1000)
        List<Integer> depths,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    /** What the network is built of. */
    public enum Unit {
        BASIC,
        BOTTLENECK;

        int expansion() {
            return this == BASIC ? 1 : 4;
        }
    }

    public ResNet {
        Hyperparameters.check(ResNet.class, unit, depths, channels, classes);
        depths = fourStages(depths);
    }

    /** A copy of the depths, checked. */
    static List<Integer> fourStages(List<Integer> depths) {
        if (depths.size() != 4) {
            throw new IllegalArgumentException("depths: must name four stages, got " + depths);
        }
        return List.copyOf(depths);
    }

    public static ResNet resnet18() {
        return new ResNet(Unit.BASIC, List.of(2, 2, 2, 2), 3, 1000);
    }

    public static ResNet resnet34() {
        return new ResNet(Unit.BASIC, List.of(3, 4, 6, 3), 3, 1000);
    }

    public static ResNet resnet50() {
        return new ResNet(Unit.BOTTLENECK, List.of(3, 4, 6, 3), 3, 1000);
    }

    public static ResNet resnet101() {
        return new ResNet(Unit.BOTTLENECK, List.of(3, 4, 23, 3), 3, 1000);
    }

    public static ResNet resnet152() {
        return new ResNet(Unit.BOTTLENECK, List.of(3, 8, 36, 3), 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return network(width -> width, 1);
    }

    /**
     * The network and its kin, which differ within the bottleneck.
     *
     * @param inner channels of its 3x3 convolution in a stage of the given width
     * @param groups in which this convolution sees them
     */
    Block network(IntUnaryOperator inner, int groups) {
        return sequence(
                part("conv1", convNoBias(64, 7, 2, 3)), // (B, C, 224, 224) -> (B, 64, 112, 112)
                part("bn1", batchNorm()),
                part("relu", relu()),
                part("maxpool", maxPool(3, 2, 1)), // -> (B, 64, 56, 56)
                part("layer1", stage(0, 64, 1, inner, groups)),
                part("layer2", stage(1, 128, 2, inner, groups)), // -> (B, 128 e, 28, 28), e the unit's expansion
                part("layer3", stage(2, 256, 2, inner, groups)), // -> (B, 256 e, 14, 14)
                part("layer4", stage(3, 512, 2, inner, groups)), // -> (B, 512 e, 7, 7)
                part("avgpool", globalAveragePool()), // -> (B, 512 e)
                part("fc", linear(classes)));
    }

    private Block stage(int number, int width, int stride, IntUnaryOperator inner, int groups) {
        int out = width * unit.expansion();
        boolean projects = stride != 1 || out != 64;
        return repeat(
                depths.get(number),
                i -> residual(
                        inner.applyAsInt(width),
                        groups,
                        out,
                        i == 0 ? stride : 1,
                        i == 0 && projects ? projection(out, stride) : identity()));
    }

    private Block residual(int width, int groups, int out, int stride, Block shortcut) {
        Block body = switch (unit) {
            case BASIC ->
                sequence(
                        part("conv1", convNoBias(width, 3, stride, 1)),
                        part("bn1", batchNorm()),
                        part("relu", relu()),
                        part("conv2", convNoBias(out, 3, 1, 1)),
                        part("bn2", batchNorm()));
            case BOTTLENECK ->
                sequence(
                        part("conv1", convNoBias(width, 1, 1, 0)),
                        part("bn1", batchNorm()),
                        part("relu1", relu()),
                        part("conv2", convNoBias(width, 3, stride, 1, groups)),
                        part("bn2", batchNorm()),
                        part("relu2", relu()),
                        part("conv3", convNoBias(out, 1, 1, 0)),
                        part("bn3", batchNorm()));
        };
        Part sum = part("", new Residual(part("", body), part("downsample", shortcut)));
        return sequence(sum, part("relu", relu()));
    }

    private static Block projection(int out, int stride) {
        return sequence(convNoBias(out, 1, stride, 0), batchNorm());
    }
}
