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

/**
 * LeNet-5 with the layers' names of the paper's figure 2, for pictures of 32 pixels and with C5 as the convolution that it is
 * there; LeCun et al., 1998. Public weights for MNIST have this form.
 */
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
public record LeNetRelu(
        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public LeNetRelu {
        Hyperparameters.check(LeNetRelu.class, channels, classes);
    }

    public static LeNetRelu lenetRelu() {
        return new LeNetRelu(1, 10);
    }

    @Override
    public int imageSize() {
        return 32;
    }

    @Override
    public Block network() {
        Block maps = sequence(
                part("c1", conv(6, 5, 1, 0)), // (B, C, 32, 32) -> (B, 6, 28, 28)
                part("relu1", relu()),
                part("s2", maxPool(2, 2, 0)), // -> (B, 6, 14, 14)
                part("c3", conv(16, 5, 1, 0)), // -> (B, 16, 10, 10)
                part("relu3", relu()),
                part("s4", maxPool(2, 2, 0)), // -> (B, 16, 5, 5)
                part("c5", conv(120, 5, 1, 0)), // -> (B, 120, 1, 1)
                part("relu5", relu()));
        Block classifier =
                sequence(part("f6", linear(84)), part("relu6", relu()), part("f7", linear(classes))); // -> (B, K)
        return sequence(part("convnet", maps), part("flatten", flatten()), part("fc", classifier));
    }
}
