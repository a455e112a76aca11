package io.bestiary.zoo.gan;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.convTranspose;
import static io.bestiary.zoo.nn.Layers.convTransposeNoBias;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.leakyRelu;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;
import static io.bestiary.zoo.nn.Layers.tanh;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Branches;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of a picture of one kind the same of another, learned from pairs: a U-Net, and a discriminator that sees both
 * pictures; Isola et al., 2016. Parameter names are those of the authors' code for PyTorch.
 */
@Paper(
        title = "Image-to-Image Translation with Conditional Adversarial Networks",
        authors = "Isola, Zhu, Zhou, Efros",
        year = 2016,
        link = "https://arxiv.org/abs/1611.07004",
        deviations = "Scores are given before the sigmoid; dropout is for training alone.")
public record Pix2Pix(
        @Hyperparameter(
                value = "channels of the first level of the generator and the discriminator",
                min = 1,
                max = 4096)
        int width,

        @Hyperparameter(value = "how many times the generator halves height and width", min = 5, max = 12)
        int depth,

        @Hyperparameter(value = "probability with which values of the inner levels are dropped", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "height and width of the pictures in pixels", min = 32, max = 4096)
        int imageSize,

        @Hyperparameter(value = "channels of the pictures", min = 1, max = 1024)
        int channels)
        implements ImageToImage {

    public Pix2Pix {
        Hyperparameters.check(Pix2Pix.class, width, depth, dropout, imageSize, channels);
        if (imageSize % (1 << depth) != 0) {
            throw new IllegalArgumentException("image_size: must be divisible by " + (1 << depth) + " for a depth of "
                    + depth + ", got " + imageSize);
        }
    }

    public static Pix2Pix pix2pix() {
        return new Pix2Pix(64, 8, 0.5, 256, 3);
    }

    @Override
    public Block network() {
        return new Translated(
                sequence(part("model", outermost())),
                Patches.discriminator(
                        width,
                        filters -> convNoBias(filters, 4, 2, 1),
                        filters -> convNoBias(filters, 4, 1, 1),
                        Layers::batchNorm),
                Translated.Seen.BOTH);
    }

    /** (B, C, H, W) -> (B, C, H, W). */
    private Block outermost() {
        return sequence(part(
                "model",
                sequence(
                        startingAt(Patches.START, convNoBias(width, 4, 2, 1)), // -> (B, width, H / 2, W / 2)
                        level(1), // -> (B, 2 width, H / 2, W / 2)
                        relu(),
                        startingAt(Patches.START, convTranspose(channels, 4, 2, 1)),
                        tanh())));
    }

    /** Filters of a level, of which there are no more than eight times the first's. */
    private int filters(int level) {
        return width << Math.min(level, 3);
    }

    /** What comes in, and beside it what the levels below make of it: (B, C, H, W) -> (B, 2 C, H, W). */
    private Block level(int level) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(leakyRelu(0.2));
        blocks.add(startingAt(Patches.START, convNoBias(filters(level), 4, 2, 1)));
        if (level < depth - 1) {
            blocks.add(batchNorm());
            blocks.add(level(level + 1));
        }
        blocks.add(relu());
        blocks.add(startingAt(Patches.START, convTransposeNoBias(filters(level - 1), 4, 2, 1)));
        blocks.add(batchNorm());
        boolean inner = level >= 4 && level < depth - 1;
        blocks.add(Layers.dropout(inner ? dropout : 0));
        return new Branches(part("skip", identity()), part("model", sequence(blocks)));
    }
}
