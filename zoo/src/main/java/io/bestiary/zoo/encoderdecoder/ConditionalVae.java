package io.bestiary.zoo.encoderdecoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.ImageReconstruction;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;

/** A variational autoencoder that is told the class, so that it draws what is asked for; model M2 of Kingma et al., 2014. */
@Paper(
        title = "Semi-Supervised Learning with Deep Generative Models",
        authors = "Kingma, Rezende, Mohamed, Welling",
        year = 2014,
        link = "https://arxiv.org/abs/1406.5298",
        deviations = {
            "Every picture comes with its class; there is no classifier for those without.",
            "One hidden layer on each side, ReLU in place of softplus."
        })
public record ConditionalVae(
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
        int channels,

        @Hyperparameter(value = "classes to draw", min = 1, max = 100_000)
        int classes)
        implements ImageReconstruction, ImageGeneration {

    public ConditionalVae {
        Hyperparameters.check(ConditionalVae.class, latentSize, width, noise, imageSize, channels, classes);
    }

    public static ConditionalVae conditionalVae() {
        return new ConditionalVae(20, 400, 1, 28, 1, 10);
    }

    @Override
    public int conditions() {
        return classes;
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(ImageReconstruction.super.inputs().get(0), TensorSpec.ids("classes", new Shape(-1), classes));
    }

    @Override
    public Block network() {
        return new Variational(new Variational.Sizes(latentSize, width, channels, imageSize, classes), noise);
    }
}
