package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.conv;
import static io.bestiary.zoo.nn.Layers.convTranspose;
import static io.bestiary.zoo.nn.Layers.flatten;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.sigmoid;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Flat;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageReconstruction;
import io.bestiary.zoo.nn.Paper;
import java.util.ArrayList;
import java.util.List;

/** Squeezes a picture into a vector by convolutions and draws it again by transposed ones; after Masci et al., 2011. */
@Paper(
        title = "Stacked Convolutional Auto-Encoders for Hierarchical Feature Extraction",
        authors = "Masci, Meier, Ciresan, Schmidhuber",
        year = 2011,
        link = "https://doi.org/10.1007/978-3-642-21735-7_7",
        deviations = {
            "All layers are trained at once, with weights of their own on the way back.",
            "Convolutions with a stride in place of max pooling, ReLU in place of the hyperbolic tangent.",
            "A linear layer on each side of the vector, a logistic function at the end."
        })
public record ConvAutoencoder(
        @Hyperparameter(value = "channels of each level; each halves height and width", min = 1, max = 65_536)
        List<Integer> widths,

        @Hyperparameter(value = "numbers that a picture is squeezed into", min = 1, max = 65_536)
        int latentSize,

        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 1024)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels)
        implements ImageReconstruction {

    public ConvAutoencoder {
        Hyperparameters.check(ConvAutoencoder.class, widths, latentSize, imageSize, channels);
        if (widths.isEmpty() || widths.size() > 10) {
            throw new IllegalArgumentException("widths: must name 1 to 10 levels, got " + widths);
        }
        widths = List.copyOf(widths);
        int step = 1 << widths.size();
        if (imageSize % step != 0) {
            throw new IllegalArgumentException(
                    "image_size: must be divisible by " + step + " for the levels " + widths + ", got " + imageSize);
        }
    }

    public static ConvAutoencoder convAutoencoder() {
        return new ConvAutoencoder(List.of(16, 32), 32, 28, 1);
    }

    @Override
    public Block network() {
        return sequence(part("encoder", encoder()), part("decoder", decoder()));
    }

    /** (B, C, H, W) -> (B, Z). */
    private Block encoder() {
        List<Block> blocks = new ArrayList<>();
        for (int width : widths) {
            blocks.add(conv(width, 3, 2, 1)); // halves height and width
            blocks.add(relu());
        }
        blocks.add(flatten());
        blocks.add(linear(latentSize));
        return sequence(blocks);
    }

    /** (B, Z) -> (B, C, H, W) in [0, 1]. */
    private Block decoder() {
        int side = imageSize >> widths.size();
        int last = widths.get(widths.size() - 1);
        List<Block> blocks = new ArrayList<>();
        blocks.add(linear(last * side * side));
        blocks.add(relu());
        blocks.add(Flat.picture(last, side));
        for (int level = widths.size() - 2; level >= 0; level--) {
            blocks.add(convTranspose(widths.get(level), 4, 2, 1)); // doubles height and width
            blocks.add(relu());
        }
        blocks.add(convTranspose(channels, 4, 2, 1));
        blocks.add(sigmoid());
        return sequence(blocks);
    }
}
