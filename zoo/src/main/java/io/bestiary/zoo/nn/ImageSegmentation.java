package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Set;

/** Networks that map pictures (B, C, H, W) to one logit for each class at each pixel (B, K, H, W). */
public interface ImageSegmentation extends Architecture {

    /** Channels of the picture: 1 for grey, 3 for colour. */
    int channels();

    /** Number of classes K, the background among them. */
    int classes();

    /** Height and width, in pixels, of the pictures that the network is built for; it takes others too. */
    int imageSize();

    @Override
    default List<TensorSpec> inputs() {
        return List.of(TensorSpec.of("image", DataType.FLOAT32, new Shape(-1, channels(), imageSize(), imageSize())));
    }

    @Override
    default Set<Task> tasks() {
        return Set.of(Task.IMAGE_SEGMENTATION);
    }
}
