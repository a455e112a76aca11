package io.bestiary.zoo.gan;

import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.OneHot;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/**
 * Adversarial networks whose discriminator also names the class, so that the generator learns to draw the one asked for;
 * Odena, Olah and Shlens, 2016. The discriminator gives (B, 1 + K): the score, then a logit for each class.
 */
@Paper(
        title = "Conditional Image Synthesis with Auxiliary Classifier GANs",
        authors = "Odena, Olah, Shlens",
        year = 2016,
        link = "https://arxiv.org/abs/1610.09585",
        deviations = {
            "Both networks are those of DCGAN; the discriminator has no dropout.",
            "The trainer teaches the discriminator the classes of real pictures only, not of drawn ones."
        })
public record Acgan(
        @Hyperparameter(value = "numbers in the latent vector", min = 1, max = 65_536)
        int latentSize,

        @Hyperparameter(value = "channels of the level next to the picture", min = 1, max = 4096)
        int width,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 8, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to draw", min = 1, max = 100_000)
        int classes)
        implements GenerativeAdversarial {

    public Acgan {
        Hyperparameters.check(Acgan.class, latentSize, width, imageSize, channels, classes);
        new Pyramid(width, imageSize);
    }

    public static Acgan acgan28() {
        return new Acgan(100, 64, 28, 1, 10);
    }

    @Override
    public int conditions() {
        return classes;
    }

    @Override
    public Block network() {
        Pyramid pyramid = new Pyramid(width, imageSize);
        Block generator = sequence(
                part("class", new OneHot(classes)), // (B, Z), (B) -> (B, Z + K)
                part("", pyramid.up(channels)));
        return new Adversarial(generator, new OnlyFirst(pyramid.down(1 + classes)));
    }

    /** The discriminator must not see the class that it is to name. */
    private static final class OnlyFirst extends NamedBlock {
        private final Block block;

        OnlyFirst(Block block) {
            this.block = child("", block);
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            return new NDList(pass.through(block, inputs.head()));
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            return tracer.through(block, inputs[0]);
        }
    }
}
