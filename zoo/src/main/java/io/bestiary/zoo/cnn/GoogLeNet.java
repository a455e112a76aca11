package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
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
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pooling;
import io.bestiary.zoo.nn.Tapped;
import java.util.List;
import java.util.Map;

/**
 * Filters of several sizes side by side; Szegedy et al., 2014. Parameter names are torchvision's.
 *
 * <p>With auxiliary heads the network gives, in training only, three arrays of logits (B, K): its own and those of the heads
 * behind 4a and 4d, which count 0.3 each in the loss, as in the paper.
 */
@Paper(
        title = "Going Deeper with Convolutions",
        authors = "Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke, Rabinovich",
        year = 2014,
        link = "https://arxiv.org/abs/1409.4842",
        deviations = {
            "BatchNorm after each convolution and no local response normalization, as in torchvision.",
            "The filters of 5x5 are of 3x3, as in torchvision, whose public weights have that shape.",
            "The auxiliary heads average to 4x4 in cells, not windows of 5x5, as in torchvision."
        })
public record GoogLeNet(
        @Hyperparameter("whether two heads in the middle help in training")
        Heads heads,

        @Hyperparameter(value = "probability with which values are dropped before the last layer", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "the same in the auxiliary heads", min = 0, max = 0.99)
        double auxiliaryDropout,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    /** Where classes are told apart. */
    public enum Heads {
        LAST,
        AUXILIARY
    }

    public GoogLeNet {
        Hyperparameters.check(GoogLeNet.class, heads, dropout, auxiliaryDropout, channels, classes);
    }

    /** As it is served, without auxiliary heads. */
    public static GoogLeNet googlenet() {
        return new GoogLeNet(Heads.LAST, 0.2, 0.7, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        List<Part> trunk = List.of( // (B, C, 224, 224) ->
                part("conv1", convNorm(64, 7, 2)), // (B, 64, 112, 112)
                part("maxpool1", Pooling.maxOverTheEdge(3, 2)), // (B, 64, 56, 56)
                part("conv2", convNorm(64, 1, 1)),
                part("conv3", convNorm(192, 3, 1)),
                part("maxpool2", Pooling.maxOverTheEdge(3, 2)), // (B, 192, 28, 28)
                part("inception3a", inception(64, 96, 128, 16, 32, 32)),
                part("inception3b", inception(128, 128, 192, 32, 96, 64)),
                part("maxpool3", Pooling.maxOverTheEdge(3, 2)), // (B, 480, 14, 14)
                part("inception4a", inception(192, 96, 208, 16, 48, 64)),
                part("inception4b", inception(160, 112, 224, 24, 64, 64)),
                part("inception4c", inception(128, 128, 256, 24, 64, 64)),
                part("inception4d", inception(112, 144, 288, 32, 64, 64)),
                part("inception4e", inception(256, 160, 320, 32, 128, 128)),
                part("maxpool4", Pooling.maxOverTheEdge(2, 2)), // (B, 832, 7, 7)
                part("inception5a", inception(256, 160, 320, 32, 128, 128)),
                part("inception5b", inception(384, 192, 384, 48, 128, 128)),
                part("avgpool", globalAveragePool()), // (B, 1024)
                part("dropout", Layers.dropout(dropout)),
                part("fc", linear(classes)));
        return new Tapped(
                trunk,
                switch (heads) {
                    case LAST -> Map.of();
                    case AUXILIARY ->
                        Map.of("inception4a", part("aux1", auxiliary()), "inception4d", part("aux2", auxiliary()));
                });
    }

    /** Four ways, one after another in the channels; the wider filters see fewer channels: (B, C, H, W) -> (B, C', H, W). */
    private static Block inception(int ones, int fewer3, int threes, int fewer5, int fives, int pooled) {
        return new Branches(
                part("branch1", convNorm(ones, 1, 1)),
                part("branch2", sequence(convNorm(fewer3, 1, 1), convNorm(threes, 3, 1))),
                part("branch3", sequence(convNorm(fewer5, 1, 1), convNorm(fives, 3, 1))),
                part("branch4", sequence(maxPool(3, 1, 1), convNorm(pooled, 1, 1))));
    }

    private Block auxiliary() {
        return sequence(
                part("pool", Pooling.adaptiveAverage(4)), // -> (B, C, 4, 4)
                part("conv", convNorm(128, 1, 1)),
                part("flatten", flatten()), // -> (B, 2048)
                part("fc1", linear(1024)),
                part("relu", relu()),
                part("dropout", Layers.dropout(auxiliaryDropout)),
                part("fc2", linear(classes)));
    }

    private static Block convNorm(int filters, int kernel, int stride) {
        return sequence(
                part("conv", convNoBias(filters, kernel, stride, kernel / 2)),
                part("bn", batchNorm(1e-3, 0.1)),
                part("relu", relu()));
    }
}
