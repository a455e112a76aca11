package io.bestiary.zoo.gan;

import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.leakyRelu;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.tanh;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Flat;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.OneHot;
import io.bestiary.zoo.nn.Paper;

/** Adversarial networks that are told the class: draws what is asked for; Mirza and Osindero, 2014. */
@Paper(
        title = "Conditional Generative Adversarial Nets",
        authors = "Mirza, Osindero",
        year = 2014,
        link = "https://arxiv.org/abs/1411.1784",
        deviations = {
            "The class enters as zeros and a one beside the latent and the picture, not by a hidden layer of its own.",
            "Leaky ReLU in both in place of ReLU and maxout; no dropout.",
            "Pictures in [-1, 1] by a hyperbolic tangent in place of a sigmoid."
        })
public record ConditionalGan(
        @Hyperparameter(value = "numbers in the latent vector", min = 1, max = 65_536)
        int latentSize,

        @Hyperparameter(value = "units of the hidden layers", min = 1, max = 65_536)
        int width,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to draw", min = 1, max = 100_000)
        int classes)
        implements GenerativeAdversarial {

    public ConditionalGan {
        Hyperparameters.check(ConditionalGan.class, latentSize, width, imageSize, channels, classes);
    }

    public static ConditionalGan conditionalGan() {
        return new ConditionalGan(100, 512, 28, 1, 10);
    }

    @Override
    public int conditions() {
        return classes;
    }

    @Override
    public Block network() {
        Block generator = sequence(
                part("class", new OneHot(classes)), // (B, Z), (B) -> (B, Z + K)
                part("0", linear(width)),
                part("1", leakyRelu(0.2)),
                part("2", linear(width)),
                part("3", leakyRelu(0.2)),
                part("4", linear(channels * imageSize * imageSize)),
                part("5", tanh()),
                part("picture", Flat.picture(channels, imageSize))); // -> (B, C, H, W)
        Block discriminator = sequence(
                part("flatten", new First(flatten())), // (B, C, H, W), (B) -> (B, C H W), (B)
                part("class", new OneHot(classes)), // -> (B, C H W + K)
                part("0", linear(width)),
                part("1", leakyRelu(0.2)),
                part("2", linear(width)),
                part("3", leakyRelu(0.2)),
                part("4", linear(1))); // -> (B, 1)
        return new Adversarial(generator, discriminator);
    }
}
