package io.bestiary.zoo.gan;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.leakyRelu;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The discriminator of pix2pix and CycleGAN ("PatchGAN"), whose every score sees 70x70 pixels; Isola et al., 2016. */
final class Patches {
    static final Distribution START = Distribution.normal(0.02);

    private Patches() {}

    /**
     * (B, C, H, W) -> (B, 1, H / 8 - 2, W / 8 - 2).
     *
     * @param width filters of the first layer
     * @param inner makes the convolutions that a norm follows, by their filters: of 4 pixels, which halve the picture
     * @param last the same without a stride
     */
    static Block discriminator(int width, IntFunction<Block> inner, IntFunction<Block> last, Supplier<Block> norm) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(startingAt(START, conv(width, 4, 2, 1)));
        blocks.add(leakyRelu(0.2));
        for (int level = 1; level <= 3; level++) {
            int filters = width << level;
            blocks.add(startingAt(START, level < 3 ? inner.apply(filters) : last.apply(filters)));
            blocks.add(norm.get());
            blocks.add(leakyRelu(0.2));
        }
        blocks.add(startingAt(START, conv(1, 4, 1, 1)));
        return sequence(part("model", sequence(blocks)));
    }
}
