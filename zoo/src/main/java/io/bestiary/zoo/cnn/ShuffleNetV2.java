package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.maxPool;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.repeat;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Branches;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import java.util.List;

/** Units that work on half of the channels, which are then shuffled; Ma et al., 2018. Parameter names are torchvision's. */
@Paper(
        title = "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design",
        authors = "Ma, Zhang, Zheng, Sun",
        year = 2018,
        link = "https://arxiv.org/abs/1807.11164")
public record ShuffleNetV2(
        @Hyperparameter(value = "units in each of the three stages", min = 1, max = 1000)
        List<Integer> depths,

        @Hyperparameter(
                value = "channels of the three stages, each even, and before the last layer",
                min = 2,
                max = 65_536)
        List<Integer> widths,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public ShuffleNetV2 {
        Hyperparameters.check(ShuffleNetV2.class, depths, widths, channels, classes);
        if (depths.size() != 3) {
            throw new IllegalArgumentException("depths: must name three stages, got " + depths);
        }
        if (widths.size() != 4 || widths.stream().limit(3).anyMatch(width -> width % 2 != 0)) {
            throw new IllegalArgumentException(
                    "widths: must name three even widths and one before the last layer, got " + widths);
        }
        depths = List.copyOf(depths);
        widths = List.copyOf(widths);
    }

    public static ShuffleNetV2 shufflenetV2() {
        return new ShuffleNetV2(List.of(4, 8, 4), List.of(116, 232, 464, 1024), 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("conv1", convNorm(24, 3, 2)), // (B, C, 224, 224) -> (B, 24, 112, 112)
                part("maxpool", maxPool(3, 2, 1)), // -> (B, 24, 56, 56)
                part("stage2", stage(24, 0)), // -> (B, 116, 28, 28)
                part("stage3", stage(widths.get(0), 1)), // -> (B, 232, 14, 14)
                part("stage4", stage(widths.get(1), 2)), // -> (B, 464, 7, 7)
                part("conv5", convNorm(widths.get(3), 1, 1)), // -> (B, 1024, 7, 7)
                part("avgpool", globalAveragePool()), // -> (B, 1024)
                part("fc", linear(classes)));
    }

    private static Block convNorm(int filters, int kernel, int stride) {
        return sequence(convNoBias(filters, kernel, stride, kernel / 2), batchNorm(), relu());
    }

    private Block stage(int in, int number) {
        int half = widths.get(number) / 2;
        return repeat(depths.get(number), i -> i == 0 ? smaller(in, half) : half(half));
    }

    /** Two ways over all channels, both halving the size: (B, in, H, W) -> (B, 2 half, H/2, W/2). */
    private static Block smaller(int in, int half) {
        Block branch1 =
                sequence(convNoBias(in, 3, 2, 1, in), batchNorm(), convNoBias(half, 1, 1, 0), batchNorm(), relu());
        return sequence(
                part("", new Branches(part("branch1", branch1), part("branch2", deep(half, 2)))),
                part("shuffle", shuffle()));
    }

    /** One half of the channels goes on as it is: (B, 2 half, H, W) -> (B, 2 half, H, W). */
    private static Block half(int half) {
        Block changed = sequence(part("second", channels(half, 2 * half)), part("", deep(half, 1)));
        return sequence(
                part("", new Branches(part("kept", channels(0, half)), part("branch2", changed))),
                part("shuffle", shuffle()));
    }

    private static Block deep(int half, int stride) {
        return sequence(
                convNoBias(half, 1, 1, 0),
                batchNorm(),
                relu(),
                convNoBias(half, 3, stride, 1, half),
                batchNorm(),
                convNoBias(half, 1, 1, 0),
                batchNorm(),
                relu());
    }

    private static Block channels(int from, int to) {
        return new Operation(
                "channels",
                x -> x.get(":, " + from + ":" + to),
                shape -> new Shape(shape.get(0), to - from, shape.get(2), shape.get(3)));
    }

    /** Channels of the two halves in turn: 0, C/2, 1, C/2 + 1, ... */
    private static Block shuffle() {
        return new Operation(
                "channelShuffle",
                x -> {
                    Shape shape = x.getShape(); // (B, C, H, W) -> (B, 2, C/2, H W) -> (B, C/2, 2, H W) -> (B, C, H, W)
                    return x.reshape(shape.get(0), 2, shape.get(1) / 2, shape.get(2) * shape.get(3))
                            .transpose(0, 2, 1, 3)
                            .reshape(shape);
                },
                shape -> shape);
    }
}
