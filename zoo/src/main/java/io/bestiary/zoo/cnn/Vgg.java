package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.maxPool;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Pooling;
import java.util.ArrayList;
import java.util.List;

/** Deep and plain: nothing but 3x3 convolutions and pooling; Simonyan and Zisserman, 2014. Parameter names are torchvision's. */
@Paper(
        title = "Very Deep Convolutional Networks for Large-Scale Image Recognition",
        authors = "Simonyan, Zisserman",
        year = 2014,
        link = "https://arxiv.org/abs/1409.1556",
        deviations = {
            "The forms named _bn normalize each convolution over the batch, which the paper does not know.",
            "Pictures of any size that leaves a pixel: the last maps are averaged to 7x7.",
            "First values as He et al. (2015) advise."
        })
public record Vgg(
        @Hyperparameter(value = "convolutions in each of the five stages", min = 1, max = 100)
        List<Integer> depths,

        @Hyperparameter("what follows a convolution before its ReLU")
        Norm norm,

        @Hyperparameter(value = "width of the two hidden linear layers", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "probability with which values are dropped after them", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {
    private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 512);
    private static final List<Integer> A = List.of(1, 1, 2, 2, 2);
    private static final List<Integer> B = List.of(2, 2, 2, 2, 2);
    private static final List<Integer> D = List.of(2, 2, 3, 3, 3);
    private static final List<Integer> E = List.of(2, 2, 4, 4, 4);

    /** What normalizes. */
    public enum Norm {
        NONE,
        BATCH
    }

    public Vgg {
        Hyperparameters.check(Vgg.class, depths, norm, hiddenSize, dropout, channels, classes);
        if (depths.size() != WIDTHS.size()) {
            throw new IllegalArgumentException("depths: must name five stages, got " + depths);
        }
        depths = List.copyOf(depths);
    }

    public static Vgg vgg11() {
        return vgg(A, Norm.NONE);
    }

    public static Vgg vgg11Bn() {
        return vgg(A, Norm.BATCH);
    }

    public static Vgg vgg13() {
        return vgg(B, Norm.NONE);
    }

    public static Vgg vgg13Bn() {
        return vgg(B, Norm.BATCH);
    }

    public static Vgg vgg16() {
        return vgg(D, Norm.NONE);
    }

    public static Vgg vgg16Bn() {
        return vgg(D, Norm.BATCH);
    }

    public static Vgg vgg19() {
        return vgg(E, Norm.NONE);
    }

    public static Vgg vgg19Bn() {
        return vgg(E, Norm.BATCH);
    }

    private static Vgg vgg(List<Integer> depths, Norm norm) {
        return new Vgg(depths, norm, 4096, 0.5, 3, 1000);
    }

    @Override
    public int imageSize() {
        return 224;
    }

    @Override
    public Block network() {
        return sequence(
                part("features", features()), // (B, C, 224, 224) -> (B, 512, 7, 7)
                part("avgpool", Pooling.adaptiveAverage(7)),
                part("flatten", flatten()), // -> (B, 25088)
                part("classifier", classifier()));
    }

    private Block features() {
        List<Block> blocks = new ArrayList<>();
        for (int stage = 0; stage < WIDTHS.size(); stage++) {
            for (int i = 0; i < depths.get(stage); i++) {
                blocks.add(startingAt(Distribution.heNormal(), conv(WIDTHS.get(stage), 3, 1, 1)));
                if (norm == Norm.BATCH) {
                    blocks.add(batchNorm());
                }
                blocks.add(relu());
            }
            blocks.add(maxPool(2, 2, 0)); // halves height and width
        }
        return sequence(blocks);
    }

    private Block classifier() {
        return sequence(
                small(hiddenSize),
                relu(),
                Layers.dropout(dropout),
                small(hiddenSize),
                relu(),
                Layers.dropout(dropout),
                small(classes));
    }

    private static Block small(int units) {
        return startingAt(Distribution.normal(0.01), linear(units));
    }
}
