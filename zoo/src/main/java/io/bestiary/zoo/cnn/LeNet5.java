package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.maxPool;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;

/** The convolutional network for handwritten digits; LeCun et al., 1998. */
@Paper(
        title = "Gradient-Based Learning Applied to Document Recognition",
        authors = "LeCun, Bottou, Bengio, Haffner",
        year = 1998,
        link = "http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf",
        deviations = {
            "ReLU in place of the scaled hyperbolic tangent.",
            "Max pooling in place of trained subsampling.",
            "The second convolution sees all maps of the first.",
            "A linear layer in place of the radial basis functions at the end."
        })
public record LeNet5(
        @Hyperparameter(value = "height and width of the picture in pixels", min = 12, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public LeNet5 {
        Hyperparameters.check(LeNet5.class, imageSize, channels, classes);
    }

    public static LeNet5 lenet5() {
        return new LeNet5(28, 1, 10);
    }

    @Override
    public Block network() {
        return sequence(
                part("conv1", conv(6, 5, 1, 2)), // (B, C, 28, 28) -> (B, 6, 28, 28)
                part("relu1", relu()),
                part("pool1", maxPool(2, 2, 0)), // -> (B, 6, 14, 14)
                part("conv2", conv(16, 5, 1, 0)), // -> (B, 16, 10, 10)
                part("relu2", relu()),
                part("pool2", maxPool(2, 2, 0)), // -> (B, 16, 5, 5)
                part("flatten", flatten()), // -> (B, 400)
                part("fc1", linear(120)),
                part("relu3", relu()),
                part("fc2", linear(84)),
                part("relu4", relu()),
                part("fc3", linear(classes)));
    }
}
