package io.bestiary.zoo.gan;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.convTransposeNoBias;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.leakyRelu;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;
import static io.bestiary.zoo.nn.Layers.tanh;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * The two ways of DCGAN between a vector and a picture: each level doubles the side and halves the channels, from 4 or 7
 * pixels at the top, or back.
 *
 * @param width channels of the level next to the picture
 * @param imageSize 4 or 7 pixels times a power of two
 */
record Pyramid(int width, int imageSize) {
    private static final Distribution START = Distribution.normal(0.02);

    Pyramid {
        int odd = imageSize >> Integer.numberOfTrailingZeros(Math.max(1, imageSize));
        if (imageSize < 8 || (odd != 1 && odd != 7) || imageSize == 7) {
            throw new IllegalArgumentException(
                    "image_size: must be 8, 14, 16, 28, 32, 56, 64 or another double of these, got " + imageSize);
        }
    }

    private int top() {
        return imageSize % 7 == 0 ? 7 : 4;
    }

    private int levels() {
        return Integer.numberOfTrailingZeros(imageSize / top());
    }

    /** (B, Z) -> (B, channels, H, W) in [-1, 1]. */
    Block up(int channels) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(startingAt(START, convTransposeNoBias(width << (levels() - 1), top(), 1, 0)));
        for (int level = levels() - 2; level >= -1; level--) {
            blocks.add(batchNorm());
            blocks.add(relu());
            int filters = level < 0 ? channels : width << level;
            blocks.add(startingAt(START, convTransposeNoBias(filters, 4, 2, 1)));
        }
        blocks.add(tanh());
        return sequence(part("point", point()), part("main", sequence(blocks)));
    }

    /** (B, C, H, W) -> (B, outputs). */
    Block down(int outputs) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(startingAt(START, convNoBias(width, 4, 2, 1)));
        blocks.add(leakyRelu(0.2));
        for (int level = 1; level < levels(); level++) {
            blocks.add(startingAt(START, convNoBias(width << level, 4, 2, 1)));
            blocks.add(batchNorm());
            blocks.add(leakyRelu(0.2));
        }
        blocks.add(startingAt(START, outputs == 1 ? convNoBias(1, top(), 1, 0) : conv(outputs, top(), 1, 0)));
        return sequence(part("main", sequence(blocks)), part("flatten", flatten()));
    }

    /** (B, Z) -> (B, Z, 1, 1). */
    private static Block point() {
        return new Operation(
                "point", x -> x.reshape(x.size(0), -1, 1, 1), shape -> new Shape(shape.get(0), shape.get(1), 1, 1));
    }
}
