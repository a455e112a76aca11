package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.repeat;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Residual;

/** The thin residual network for CIFAR-10 with shortcuts that have no parameters ("option A"); He et al., 2015, 4.2. */
@Paper(
        title = "Deep Residual Learning for Image Recognition, section 4.2",
        authors = "He, Zhang, Ren, Sun",
        year = 2015,
        link = "https://arxiv.org/abs/1512.03385",
        deviations = "New channels are padded half before and half after the old ones, as in the common public code.")
public record CifarResNet(
        @Hyperparameter(value = "units in each of the three stages", min = 1, max = 1000)
        int depth,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public CifarResNet {
        Hyperparameters.check(CifarResNet.class, depth, channels, classes);
    }

    public static CifarResNet resnet20() {
        return new CifarResNet(3, 3, 10);
    }

    public static CifarResNet resnet32() {
        return new CifarResNet(5, 3, 10);
    }

    public static CifarResNet resnet44() {
        return new CifarResNet(7, 3, 10);
    }

    public static CifarResNet resnet56() {
        return new CifarResNet(9, 3, 10);
    }

    public static CifarResNet resnet110() {
        return new CifarResNet(18, 3, 10);
    }

    @Override
    public int imageSize() {
        return 32;
    }

    @Override
    public Block network() {
        return sequence(
                part("conv1", convNoBias(16, 3, 1, 1)), // (B, C, 32, 32) -> (B, 16, 32, 32)
                part("bn1", batchNorm()),
                part("relu", relu()),
                part("layer1", stage(16, 16)),
                part("layer2", stage(16, 32)), // -> (B, 32, 16, 16)
                part("layer3", stage(32, 64)), // -> (B, 64, 8, 8)
                part("avgpool", globalAveragePool()), // -> (B, 64)
                part("linear", linear(classes)));
    }

    private Block stage(int in, int out) {
        return repeat(depth, i -> residual(i == 0 ? in : out, out));
    }

    private static Block residual(int in, int out) {
        Block body = sequence(
                part("conv1", convNoBias(out, 3, in == out ? 1 : 2, 1)),
                part("bn1", batchNorm()),
                part("relu", relu()),
                part("conv2", convNoBias(out, 3, 1, 1)),
                part("bn2", batchNorm()));
        Block shortcut = in == out ? identity() : halveAndPad(out - in);
        return sequence(part("", new Residual(part("", body), part("shortcut", shortcut))), part("relu", relu()));
    }

    /** Option A: every second pixel, and channels of zeros: (B, C, H, W) -> (B, C + added, H / 2, W / 2). */
    private static Block halveAndPad(int added) {
        return new Operation(
                "halveAndPad",
                x -> {
                    NDArray half = x.get(":, :, ::2, ::2");
                    Shape shape = half.getShape();
                    NDArray zeros = x.getManager()
                            .zeros(new Shape(shape.get(0), added / 2, shape.get(2), shape.get(3)), x.getDataType());
                    return NDArrays.concat(new NDList(zeros, half, zeros), 1);
                },
                shape -> new Shape(shape.get(0), shape.get(1) + added, (shape.get(2) + 1) / 2, (shape.get(3) + 1) / 2));
    }
}
