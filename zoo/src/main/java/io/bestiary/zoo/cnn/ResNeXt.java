package io.bestiary.zoo.cnn;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;
import java.util.List;

/** A residual network whose 3x3 convolutions see the channels in groups; Xie et al., 2016. Parameter names are torchvision's. */
@Paper(
        title = "Aggregated Residual Transformations for Deep Neural Networks",
        authors = "Xie, Girshick, Dollar, Tu, He",
        year = 2016,
        link = "https://arxiv.org/abs/1611.05431")
public record ResNeXt(
        @Hyperparameter(value = "units in each of the four stages", min = 1, max = 1000)
        List<Integer> depths,

        @Hyperparameter(value = "groups of channels (the paper's cardinality)", min = 1, max = 1024)
        int groups,

        @Hyperparameter(
                value = "channels of a group in the first stage, doubled in each later one",
                min = 1,
                max = 1024)
        int groupWidth,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public ResNeXt {
        Hyperparameters.check(ResNeXt.class, depths, groups, groupWidth, channels, classes);
        depths = ResNet.fourStages(depths);
    }

    /** 32x4d: 32 groups, 4 channels wide. */
    public static ResNeXt resnext50() {
        return new ResNeXt(List.of(3, 4, 6, 3), 32, 4, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return new ResNet(ResNet.Unit.BOTTLENECK, depths, channels, classes)
                .network(width -> width / 64 * groupWidth * groups, groups);
    }
}
