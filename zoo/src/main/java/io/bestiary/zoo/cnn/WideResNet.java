package io.bestiary.zoo.cnn;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;
import java.util.List;

/** A residual network with wider 3x3 convolutions; Zagoruyko and Komodakis, 2016. Parameter names are torchvision's. */
@Paper(
        title = "Wide Residual Networks",
        authors = "Zagoruyko, Komodakis",
        year = 2016,
        link = "https://arxiv.org/abs/1605.07146",
        deviations = "The bottleneck strides in its 3x3 convolution, as in torchvision (\"v1.5\").")
public record WideResNet(
        @Hyperparameter(value = "units in each of the four stages", min = 1, max = 1000)
        List<Integer> depths,

        @Hyperparameter(value = "how many times wider the 3x3 convolutions are than in ResNet", min = 1, max = 64)
        int widening,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public WideResNet {
        Hyperparameters.check(WideResNet.class, depths, widening, channels, classes);
        depths = ResNet.fourStages(depths);
    }

    /** 50-2: the depths of ResNet-50, twice the width. */
    public static WideResNet wideResnet50() {
        return new WideResNet(List.of(3, 4, 6, 3), 2, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return new ResNet(ResNet.Unit.BOTTLENECK, depths, channels, classes).network(width -> width * widening, 1);
    }
}
