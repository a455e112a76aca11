package io.bestiary.zoo.gan;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/**
 * Pairs of a generator from pictures to pictures, (B, C, H, W) in [-1, 1] to the same, and a discriminator: their block is
 * {@link Translated}. They answer, and are not trained here: that would need data of two kinds of pictures, which no recipe
 * reads.
 */
public interface ImageToImage extends Architecture {

    /** Channels of the pictures: 1 for grey, 3 for colour. */
    int channels();

    /** Height and width, in pixels, of the pictures that the pair was published with. */
    int imageSize();

    @Override
    default List<TensorSpec> inputs() {
        return List.of(TensorSpec.of("image", DataType.FLOAT32, new Shape(-1, channels(), imageSize(), imageSize())));
    }

    @Override
    default Set<Task> tasks() {
        return Set.of(Task.IMAGE_TO_IMAGE);
    }
}
