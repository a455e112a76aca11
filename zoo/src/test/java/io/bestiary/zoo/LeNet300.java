package io.bestiary.zoo;

import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.tanh;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Paper;

/** The README's example of a network of one's own: the fully connected LeNet-300-100. */
@Paper(
        title = "Gradient-Based Learning Applied to Document Recognition",
        authors = "LeCun, Bottou, Bengio, Haffner",
        year = 1998,
        link = "http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf")
public record LeNet300(
        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public LeNet300 {
        Hyperparameters.check(LeNet300.class, channels, classes);
    }

    @Override
    public int imageSize() {
        return 28;
    }

    @Override
    public Block network() { // (B, C, 28, 28) -> (B, K)
        return sequence(flatten(), linear(300), tanh(), linear(100), tanh(), linear(classes));
    }
}
