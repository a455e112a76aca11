package io.bestiary.zoo.encoderdecoder;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.ImageReconstruction;
import io.bestiary.zoo.nn.Paper;

/**
 * An autoencoder whose latent vector is near a normal distribution, so that new pictures can be drawn from it; Kingma and
 * Welling, 2013. Parameter names are those of the PyTorch example.
 */
@Paper(
        title = "Auto-Encoding Variational Bayes",
        authors = "Kingma, Welling",
        year = 2013,
        link = "https://arxiv.org/abs/1312.6114",
        deviations = "ReLU in place of the hyperbolic tangent.")
public record Vae(
        @Hyperparameter(value = "numbers in the latent vector", min = 1, max = 65_536)
        int latentSize,

        @Hyperparameter(value = "units of the hidden layers", min = 1, max = 65_536)
        int width,

        @Hyperparameter(
                value = "how far the latent vector strays in training, in its deviations; 1 in the paper",
                min = 0,
                max = 1)
        double noise,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels)
        implements ImageReconstruction, ImageGeneration {

    public Vae {
        Hyperparameters.check(Vae.class, latentSize, width, noise, imageSize, channels);
    }

    public static Vae vaeMnist() {
        return new Vae(20, 400, 1, 28, 1);
    }

    @Override
    public Block network() {
        return new Variational(new Variational.Sizes(latentSize, width, channels, imageSize, 0), noise);
    }
}
