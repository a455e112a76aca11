package io.bestiary.zoo;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.dropout;
import static io.bestiary.zoo.nn.Layers.globalAveragePool;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;

/** The README's example of a network of one's own. */
@Paper(
        title = "Striving for Simplicity: The All Convolutional Net",
        authors = "Springenberg, Dosovitskiy, Brox, Riedmiller",
        year = 2014,
        link = "https://arxiv.org/abs/1412.6806")
public record AllConvolutional(
        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public AllConvolutional {
        Hyperparameters.check(AllConvolutional.class, channels, classes);
    }

    public static AllConvolutional allCnnC() {
        return new AllConvolutional(3, 10);
    }

    @Override
    public int imageSize() {
        return 32;
    }

    @Override
    public Block network() {
        return sequence(
                dropout(0.2),
                sequence(unit(96, 3, 1), unit(96, 3, 1), unit(96, 3, 2), dropout(0.5)), // (B, 96, 16, 16)
                sequence(unit(192, 3, 1), unit(192, 3, 1), unit(192, 3, 2), dropout(0.5)), // (B, 192, 8, 8)
                sequence(unit(192, 3, 1), unit(192, 1, 1), unit(classes, 1, 1)), // (B, K, 8, 8)
                globalAveragePool());
    }

    private static Block unit(int width, int kernel, int stride) {
        return sequence(conv(width, kernel, stride, kernel / 2), relu());
    }
}
