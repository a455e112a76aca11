package io.bestiary.zoo.gan;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.convTranspose;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.leakyRelu;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.tanh;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Flat;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.SpectralNorm;

/** The standard convolutional networks with spectral normalisation of the discriminator; Miyato et al., 2018, table 3. */
@Paper(
        title = "Spectral Normalization for Generative Adversarial Networks",
        authors = "Miyato, Kataoka, Koyama, Yoshida",
        year = 2018,
        link = "https://arxiv.org/abs/1802.05957")
public record SnGan(
        @Hyperparameter(value = "numbers in the latent vector", min = 1, max = 65_536)
        int latentSize,

        @Hyperparameter(value = "channels next to the picture", min = 1, max = 4096)
        int width,

        @Hyperparameter(value = "height and width of the picture in pixels, a multiple of 8", min = 8, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels)
        implements GenerativeAdversarial {

    public SnGan {
        Hyperparameters.check(SnGan.class, latentSize, width, imageSize, channels);
        if (imageSize % 8 != 0) {
            throw new IllegalArgumentException("image_size: must be a multiple of 8, got " + imageSize);
        }
    }

    public static SnGan sngan32() {
        return new SnGan(128, 64, 32, 3);
    }

    @Override
    public Block network() {
        return new Adversarial(generator(), discriminator());
    }

    private Block generator() {
        int side = imageSize / 8;
        return sequence(
                part("linear", linear(8 * width * side * side)), // (B, Z) -> (B, 8 width H W / 64)
                part("picture", Flat.picture(8 * width, side)), // -> (B, 8 width, H / 8, W / 8)
                part(
                        "main",
                        sequence(
                                batchNorm(),
                                relu(),
                                convTranspose(4 * width, 4, 2, 1), // -> (B, 4 width, H / 4, W / 4)
                                batchNorm(),
                                relu(),
                                convTranspose(2 * width, 4, 2, 1),
                                batchNorm(),
                                relu(),
                                convTranspose(width, 4, 2, 1), // -> (B, width, H, W)
                                batchNorm(),
                                relu(),
                                conv(channels, 3, 1, 1),
                                tanh())));
    }

    private Block discriminator() {
        return sequence(
                part(
                        "main",
                        sequence(
                                SpectralNorm.conv(width, 3, 1, 1), // (B, C, H, W) -> (B, width, H, W)
                                leakyRelu(0.1),
                                SpectralNorm.conv(width, 4, 2, 1), // -> (B, width, H / 2, W / 2)
                                leakyRelu(0.1),
                                SpectralNorm.conv(2 * width, 3, 1, 1),
                                leakyRelu(0.1),
                                SpectralNorm.conv(2 * width, 4, 2, 1), // -> (B, 2 width, H / 4, W / 4)
                                leakyRelu(0.1),
                                SpectralNorm.conv(4 * width, 3, 1, 1),
                                leakyRelu(0.1),
                                SpectralNorm.conv(4 * width, 4, 2, 1), // -> (B, 4 width, H / 8, W / 8)
                                leakyRelu(0.1),
                                SpectralNorm.conv(8 * width, 3, 1, 1),
                                leakyRelu(0.1))),
                part("flatten", flatten()),
                part("linear", SpectralNorm.linear(1))); // -> (B, 1)
    }
}
