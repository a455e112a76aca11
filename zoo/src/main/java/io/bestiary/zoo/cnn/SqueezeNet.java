package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Branches;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Pooling;

/** AlexNet's accuracy with a fiftieth of its parameters; Iandola et al., 2016. Parameter names are torchvision's. */
@Paper(
        title = "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size",
        authors = "Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer",
        year = 2016,
        link = "https://arxiv.org/abs/1602.07360",
        deviations = "Version 1.1 is its authors' later one, with a smaller first layer and earlier pooling.")
public record SqueezeNet(
        @Hyperparameter("of the paper, or the authors' later one with 2.4 times less computation")
        Version version,

        @Hyperparameter(value = "probability with which values are dropped before the last layer", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    /** As the authors number them. */
    public enum Version {
        V1_0,
        V1_1
    }

    public SqueezeNet {
        Hyperparameters.check(SqueezeNet.class, version, dropout, channels, classes);
    }

    public static SqueezeNet squeezenet10() {
        return new SqueezeNet(Version.V1_0, 0.5, 3, 1000);
    }

    public static SqueezeNet squeezenet11() {
        return new SqueezeNet(Version.V1_1, 0.5, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("features", version == Version.V1_0 ? features10() : features11()),
                part("classifier", classifier()),
                part("avgpool", globalAveragePool())); // (B, K, 13, 13) -> (B, K)
    }

    private static Block features10() {
        return sequence(
                started(conv(96, 7, 2, 0)), // (B, C, 224, 224) -> (B, 96, 109, 109)
                relu(),
                Pooling.maxOverTheEdge(3, 2), // -> (B, 96, 54, 54)
                fire(16, 64),
                fire(16, 64),
                fire(32, 128),
                Pooling.maxOverTheEdge(3, 2), // -> (B, 256, 27, 27)
                fire(32, 128),
                fire(48, 192),
                fire(48, 192),
                fire(64, 256),
                Pooling.maxOverTheEdge(3, 2), // -> (B, 512, 13, 13)
                fire(64, 256));
    }

    private static Block features11() {
        return sequence(
                started(conv(64, 3, 2, 0)), // (B, C, 224, 224) -> (B, 64, 111, 111)
                relu(),
                Pooling.maxOverTheEdge(3, 2), // -> (B, 64, 55, 55)
                fire(16, 64),
                fire(16, 64),
                Pooling.maxOverTheEdge(3, 2), // -> (B, 128, 27, 27)
                fire(32, 128),
                fire(32, 128),
                Pooling.maxOverTheEdge(3, 2), // -> (B, 256, 13, 13)
                fire(48, 192),
                fire(48, 192),
                fire(64, 256),
                fire(64, 256));
    }

    /** Few channels in, then two kinds of filters side by side: (B, C, H, W) -> (B, squeezed, H, W) -> (B, 2 expanded, H, W). */
    private static Block fire(int squeezed, int expanded) {
        return sequence(
                part("squeeze", started(conv(squeezed, 1, 1, 0))),
                part("squeeze_activation", relu()),
                part(
                        "",
                        new Branches(
                                part("expand1x1", started(conv(expanded, 1, 1, 0))),
                                part("expand3x3", started(conv(expanded, 3, 1, 1))))),
                part("expand_activation", relu()));
    }

    private Block classifier() {
        return sequence(Layers.dropout(dropout), startingAt(Distribution.normal(0.01), conv(classes, 1, 1, 0)), relu());
    }

    private static Block started(Block convolution) {
        return startingAt(Distribution.heUniform(), convolution);
    }
}
