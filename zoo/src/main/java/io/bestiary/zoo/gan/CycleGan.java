package io.bestiary.zoo.gan;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.convTranspose;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;
import static io.bestiary.zoo.nn.Layers.tanh;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.InstanceNorm;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Reflection;
import io.bestiary.zoo.nn.Residual;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of a picture of one kind the same of another, learned without pairs; Zhu et al., 2017. This is the way in one
 * direction, a generator and the discriminator of its results; two of these make the cycle. Parameter names are those of the
 * authors' code for PyTorch.
 */
@Paper(
        title = "Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks",
        authors = "Zhu, Park, Isola, Efros",
        year = 2017,
        link = "https://arxiv.org/abs/1703.10593")
public record CycleGan(
        @Hyperparameter(
                value = "channels of the first layer of the generator and the discriminator",
                min = 1,
                max = 4096)
        int width,

        @Hyperparameter(value = "residual units of the generator", min = 1, max = 1000)
        int depth,

        @Hyperparameter(value = "height and width of the pictures in pixels", min = 24, max = 4096)
        int imageSize,

        @Hyperparameter(value = "channels of the pictures", min = 1, max = 1024)
        int channels)
        implements ImageToImage {

    public CycleGan {
        Hyperparameters.check(CycleGan.class, width, depth, imageSize, channels);
        if (imageSize % 4 != 0) {
            throw new IllegalArgumentException("image_size: must be divisible by 4, got " + imageSize);
        }
    }

    public static CycleGan cyclegan() {
        return new CycleGan(64, 9, 256, 3);
    }

    @Override
    public Block network() {
        return new Translated(
                sequence(part("model", generator())),
                Patches.discriminator(
                        width,
                        filters -> conv(filters, 4, 2, 1),
                        filters -> conv(filters, 4, 1, 1),
                        InstanceNorm::block),
                Translated.Seen.RESULT);
    }

    /** (B, C, H, W) -> (B, C, H, W). */
    private Block generator() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(Reflection.pad(3));
        normed(blocks, conv(width, 7, 1, 0)); // -> (B, width, H, W)
        normed(blocks, conv(2 * width, 3, 2, 1));
        normed(blocks, conv(4 * width, 3, 2, 1)); // -> (B, 4 width, H / 4, W / 4)
        for (int unit = 0; unit < depth; unit++) {
            blocks.add(residual(4 * width));
        }
        normed(blocks, convTranspose(2 * width, 3, 2, 1, 1));
        normed(blocks, convTranspose(width, 3, 2, 1, 1)); // -> (B, width, H, W)
        blocks.add(Reflection.pad(3));
        blocks.add(startingAt(Patches.START, conv(channels, 7, 1, 0)));
        blocks.add(tanh());
        return sequence(blocks);
    }

    private static void normed(List<Block> blocks, Block convolution) {
        blocks.add(startingAt(Patches.START, convolution));
        blocks.add(InstanceNorm.block());
        blocks.add(relu());
    }

    private static Block residual(int width) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(Reflection.pad(1));
        normed(blocks, conv(width, 3, 1, 0));
        blocks.add(Reflection.pad(1));
        blocks.add(startingAt(Patches.START, conv(width, 3, 1, 0)));
        blocks.add(InstanceNorm.block());
        return new Residual(part("conv_block", sequence(blocks)), part("shortcut", identity()));
    }
}
