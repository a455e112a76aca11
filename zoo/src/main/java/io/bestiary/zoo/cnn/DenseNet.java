package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.maxPool;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Branches;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pooling;
import java.util.ArrayList;
import java.util.List;

/** Each layer sees what all layers before it in its block gave; Huang et al., 2016. Parameter names are torchvision's. */
@Paper(
        title = "Densely Connected Convolutional Networks",
        authors = "Huang, Liu, van der Maaten, Weinberger",
        year = 2016,
        link = "https://arxiv.org/abs/1608.06993")
public record DenseNet(
        @Hyperparameter(value = "layers in each of the four blocks", min = 1, max = 1000)
        List<Integer> depths,

        @Hyperparameter(value = "channels that each layer adds (the paper's k)", min = 1, max = 4096)
        int growth,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public DenseNet {
        Hyperparameters.check(DenseNet.class, depths, growth, channels, classes);
        depths = ResNet.fourStages(depths);
    }

    public static DenseNet densenet121() {
        return new DenseNet(List.of(6, 12, 24, 16), 32, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("features", features()), // (B, C, 224, 224) -> (B, 1024, 7, 7)
                part("relu", relu()),
                part("avgpool", globalAveragePool()), // -> (B, 1024)
                part("classifier", linear(classes)));
    }

    private Block features() {
        int width = 2 * growth;
        List<Part> parts = new ArrayList<>(List.of(
                part("conv0", convNoBias(width, 7, 2, 3)), // -> (B, 2k, 112, 112)
                part("norm0", batchNorm()),
                part("relu0", relu()),
                part("pool0", maxPool(3, 2, 1)))); // -> (B, 2k, 56, 56)
        for (int i = 1; i <= 4; i++) {
            parts.add(part("denseblock" + i, denseBlock(depths.get(i - 1))));
            width += depths.get(i - 1) * growth;
            if (i < 4) {
                width /= 2;
                parts.add(part("transition" + i, transition(width))); // halves channels, height and width
            }
        }
        parts.add(part("norm5", batchNorm()));
        return sequence(parts.toArray(Part[]::new));
    }

    /** (B, C, H, W) -> (B, C + depth k, H, W). */
    private Block denseBlock(int depth) {
        List<Part> layers = new ArrayList<>();
        for (int i = 1; i <= depth; i++) {
            layers.add(part("denselayer" + i, new Branches(part("seen", identity()), part("", layer()))));
        }
        return sequence(layers.toArray(Part[]::new));
    }

    private Block layer() {
        return sequence(
                part("norm1", batchNorm()),
                part("relu1", relu()),
                part("conv1", convNoBias(4 * growth, 1, 1, 0)),
                part("norm2", batchNorm()),
                part("relu2", relu()),
                part("conv2", convNoBias(growth, 3, 1, 1)));
    }

    private static Block transition(int width) {
        return sequence(
                part("norm", batchNorm()),
                part("relu", relu()),
                part("conv", convNoBias(width, 1, 1, 0)),
                part("pool", Pooling.average(2, 2)));
    }
}
