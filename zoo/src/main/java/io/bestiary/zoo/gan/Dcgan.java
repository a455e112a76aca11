package io.bestiary.zoo.gan;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Paper;

/** Adversarial networks of convolutions; Radford, Metz and Chintala, 2015. */
@Paper(
        title = "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks",
        authors = "Radford, Metz, Chintala",
        year = 2015,
        link = "https://arxiv.org/abs/1511.06434",
        deviations = {
            "Half the paper's channels, kernels of 4 in place of 5 and a transposed convolution in place of the first linear"
                    + " layer, as in the common public code.",
            "Scores are given before the sigmoid."
        })
public record Dcgan(
        @Hyperparameter(value = "numbers in the latent vector", min = 1, max = 65_536)
        int latentSize,

        @Hyperparameter(value = "channels of the level next to the picture", min = 1, max = 4096)
        int width,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 8, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels)
        implements GenerativeAdversarial {

    public Dcgan {
        Hyperparameters.check(Dcgan.class, latentSize, width, imageSize, channels);
        new Pyramid(width, imageSize);
    }

    public static Dcgan dcgan28() {
        return new Dcgan(100, 64, 28, 1);
    }

    public static Dcgan dcgan32() {
        return new Dcgan(100, 64, 32, 3);
    }

    public static Dcgan dcgan64() {
        return new Dcgan(100, 64, 64, 3);
    }

    @Override
    public Block network() {
        Pyramid pyramid = new Pyramid(width, imageSize);
        return new Adversarial(pyramid.up(channels), pyramid.down(1));
    }
}
