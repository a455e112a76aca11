package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.convNoBias;
import static io.bestiary.zoo.nn.Layers.convTranspose;
import static io.bestiary.zoo.nn.Layers.maxPool;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageSegmentation;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Says of each pixel what it belongs to: down to few pixels with many channels and up again, where each level also sees what
 * its counterpart on the way down saw; Ronneberger et al., 2015. Takes pictures of any height and width of at least two to
 * the power of the depth.
 */
@Paper(
        title = "U-Net: Convolutional Networks for Biomedical Image Segmentation",
        authors = "Ronneberger, Fischer, Brox",
        year = 2015,
        link = "https://arxiv.org/abs/1505.04597",
        deviations = {
            "Convolutions are padded, so that the logits have the size of the picture and nothing is cropped.",
            "Batch normalization after each convolution of three, as in the common public code; no dropout.",
            "Where a side is odd, the way up is filled with a row or column of zeros."
        })
public record UNet(
        @Hyperparameter(
                value = "channels of the first level; each further level has twice as many",
                min = 1,
                max = 4096)
        int width,

        @Hyperparameter(value = "how many times height and width are halved", min = 1, max = 10)
        int depth,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 2, max = 65_536)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageSegmentation {

    public UNet {
        Hyperparameters.check(UNet.class, width, depth, imageSize, channels, classes);
        if (imageSize < 1 << depth) {
            throw new IllegalArgumentException(
                    "image_size: must be at least " + (1 << depth) + " for a depth of " + depth + ", got " + imageSize);
        }
    }

    /** As published, for colour. */
    public static UNet unet() {
        return new UNet(64, 4, 128, 3, 2);
    }

    /** A quarter of the channels, to be trained without an accelerator. */
    public static UNet unetSmall() {
        return new UNet(16, 4, 128, 3, 2);
    }

    @Override
    public Block network() {
        return new Levels(this);
    }

    /** (B, C, H, W) -> (B, filters, H, W). */
    private static Block doubleConv(int filters) {
        return sequence(part(
                "double_conv",
                sequence(
                        convNoBias(filters, 3, 1, 1),
                        batchNorm(),
                        relu(),
                        convNoBias(filters, 3, 1, 1),
                        batchNorm(),
                        relu())));
    }

    /** (B, C, H, W) -> (B, 2 C, H / 2, W / 2). */
    private static Block down(int filters) {
        return sequence(part("maxpool_conv", sequence(maxPool(2, 2, 0), doubleConv(filters))));
    }

    /** All the way down and up. */
    private static final class Levels extends NamedBlock {
        private final List<Block> down = new ArrayList<>();
        private final List<Block> up = new ArrayList<>();
        private final Block logits;

        Levels(UNet net) {
            down.add(child("inc", doubleConv(net.width))); // (B, C, H, W) -> (B, width, H, W)
            for (int level = 1; level <= net.depth; level++) {
                down.add(child(
                        "down" + level, down(net.width << level))); // -> (B, width 2^level, H / 2^level, W / 2^level)
            }
            for (int level = 1; level <= net.depth; level++) {
                up.add(child("up" + level, new Up(net.width << (net.depth - level))));
            }
            logits = child("outc", sequence(part("conv", conv(net.classes, 1, 1, 0)))); // -> (B, K, H, W)
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            NDArray x = inputs.singletonOrThrow();
            Deque<NDArray> seen = new ArrayDeque<>();
            for (Block level : down) {
                x = pass.through(level, x);
                seen.push(x);
            }
            seen.pop();
            for (Block level : up) {
                x = pass.through(level, new NDList(x, seen.pop())).head();
            }
            return new NDList(pass.through(logits, x));
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            Shape x = inputs[0];
            Deque<Shape> seen = new ArrayDeque<>();
            for (Block level : down) {
                x = tracer.one(level, x);
                seen.push(x);
            }
            seen.pop();
            for (Block level : up) {
                x = tracer.one(level, x, seen.pop());
            }
            return tracer.through(logits, x);
        }
    }

    /** A level up, beside what was seen on the way down: (B, 2 C, h, w), (B, C, H, W) -> (B, C, H, W). */
    private static final class Up extends NamedBlock {
        private final Block up;
        private final Block conv;

        Up(int filters) {
            up = child("up", convTranspose(filters, 2, 2, 0));
            conv = child("conv", doubleConv(filters));
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            NDArray seen = inputs.get(1);
            NDArray x = filled(filled(pass.through(up, inputs.head()), 2, seen), 3, seen);
            return new NDList(pass.through(conv, seen.concat(x, 1)));
        }

        /** Zeros at the end of an axis, up to the size of the other array. */
        private static NDArray filled(NDArray x, int axis, NDArray like) {
            long[] missing = x.getShape().getShape().clone();
            missing[axis] = like.size(axis) - x.size(axis);
            return missing[axis] == 0 ? x : x.concat(x.getManager().zeros(new Shape(missing), x.getDataType()), axis);
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            tracer.one(up, inputs[0]);
            Shape seen = inputs[1];
            return tracer.through(conv, new Shape(seen.get(0), 2 * seen.get(1), seen.get(2), seen.get(3)));
        }
    }
}
