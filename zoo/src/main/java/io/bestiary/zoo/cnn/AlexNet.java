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
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Pooling;

/** The network that won ImageNet in 2012, in its form for one device; Krizhevsky, 2014. Parameter names are torchvision's. */
@Paper(
        title = "One weird trick for parallelizing convolutional neural networks",
        authors = "Krizhevsky",
        year = 2014,
        link = "https://arxiv.org/abs/1404.5997",
        deviations = {
            "No local response normalization, as in torchvision.",
            "Pictures of any size that leaves a pixel: the last maps are averaged to 6x6."
        })
public record AlexNet(
        @Hyperparameter(value = "width of the two hidden linear layers", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "probability with which values are dropped before them", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public AlexNet {
        Hyperparameters.check(AlexNet.class, hiddenSize, dropout, channels, classes);
    }

    public static AlexNet alexnet() {
        return new AlexNet(4096, 0.5, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("features", features()), // (B, C, 224, 224) -> (B, 256, 6, 6)
                part("avgpool", Pooling.adaptiveAverage(6)),
                part("flatten", flatten()), // -> (B, 9216)
                part("classifier", classifier()));
    }

    private static Block features() {
        return sequence(
                conv(64, 11, 4, 2), // -> (B, 64, 55, 55)
                relu(),
                maxPool(3, 2, 0), // -> (B, 64, 27, 27)
                conv(192, 5, 1, 2),
                relu(),
                maxPool(3, 2, 0), // -> (B, 192, 13, 13)
                conv(384, 3, 1, 1),
                relu(),
                conv(256, 3, 1, 1),
                relu(),
                conv(256, 3, 1, 1),
                relu(),
                maxPool(3, 2, 0)); // -> (B, 256, 6, 6)
    }

    private Block classifier() {
        return sequence(
                Layers.dropout(dropout),
                linear(hiddenSize),
                relu(),
                Layers.dropout(dropout),
                linear(hiddenSize),
                relu(),
                linear(classes));
    }
}
