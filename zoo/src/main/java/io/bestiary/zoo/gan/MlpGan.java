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
import io.bestiary.zoo.nn.Part;
import java.util.ArrayList;
import java.util.List;

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

        @Hyperparameter(value = "hidden layers of the generator; the discriminator has two", min = 1, max = 64)
        int layers,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels)
        implements GenerativeAdversarial {

    public MlpGan {
        Hyperparameters.check(MlpGan.class, latentSize, width, layers, imageSize, channels);
    }

    public static MlpGan mlpGan() {
        return new MlpGan(64, 256, 2, 28, 1);
    }

    @Override
    public Block network() {
        Block discriminator = sequence(
                part("flatten", flatten()), // (B, C, H, W) -> (B, C H W)
                part("0", linear(width)),
                part("1", leakyRelu(0.2)),
                part("2", linear(width)),
                part("3", leakyRelu(0.2)),
                part("4", linear(1))); // -> (B, 1)
        return new Adversarial(generator(), discriminator);
    }

    private Block generator() { // (B, Z) -> (B, C, H, W)
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            parts.add(part(Integer.toString(2 * i), linear(width))); // (B, Z) -> (B, width)
            parts.add(part(Integer.toString(2 * i + 1), leakyRelu(0.2)));
        }
        parts.add(part(Integer.toString(2 * layers), linear(channels * imageSize * imageSize)));
        parts.add(part(Integer.toString(2 * layers + 1), tanh()));
        parts.add(part("picture", Flat.picture(channels, imageSize)));
        return sequence(parts.toArray(Part[]::new));
    }
}
