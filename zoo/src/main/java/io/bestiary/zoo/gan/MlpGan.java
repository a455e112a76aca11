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
import io.bestiary.zoo.nn.Paper;

/** The first generative adversarial networks, of linear layers; Goodfellow et al., 2014. */
@Paper(
        title = "Generative Adversarial Networks",
        authors = "Goodfellow, Pouget-Abadie, Mirza, Xu, Warde-Farley, Ozair, Courville, Bengio",
        year = 2014,
        link = "https://arxiv.org/abs/1406.2661",
        deviations = {
            "Leaky ReLU in both, as in the common public code, in place of ReLU and maxout.",
            "Pictures in [-1, 1] by a hyperbolic tangent in place of a sigmoid.",
            "No dropout in the discriminator."
        })
public record MlpGan(
        @Hyperparameter(value = "numbers in the latent vector", min = 1, max = 65_536)
        int latentSize,

        @Hyperparameter(value = "units of the hidden layers", min = 1, max = 65_536)
        int width,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels)
        implements GenerativeAdversarial {

    public MlpGan {
        Hyperparameters.check(MlpGan.class, latentSize, width, imageSize, channels);
    }

    public static MlpGan mlpGan() {
        return new MlpGan(64, 256, 28, 1);
    }

    @Override
    public Block network() {
        Block generator = sequence(
                part("0", linear(width)), // (B, Z) -> (B, width)
                part("1", leakyRelu(0.2)),
                part("2", linear(width)),
                part("3", leakyRelu(0.2)),
                part("4", linear(channels * imageSize * imageSize)),
                part("5", tanh()),
                part("picture", Flat.picture(channels, imageSize))); // -> (B, C, H, W)
        Block discriminator = sequence(
                part("flatten", flatten()), // (B, C, H, W) -> (B, C H W)
                part("0", linear(width)),
                part("1", leakyRelu(0.2)),
                part("2", linear(width)),
                part("3", leakyRelu(0.2)),
                part("4", linear(1))); // -> (B, 1)
        return new Adversarial(generator, discriminator);
    }
}
