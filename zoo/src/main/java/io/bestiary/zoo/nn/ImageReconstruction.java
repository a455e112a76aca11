package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Set;

/**
 * Networks that squeeze pictures (B, C, H, W) in [0, 1] into a few numbers and draw them again, in the same shape and range.
 * A variational network, in training and in evaluation, adds mean and log variance (B, Z) of the latent vector; a conditional
 * one takes the classes (B) as a second input.
 */
public interface ImageReconstruction extends Architecture {

    /** Numbers that a picture is squeezed into, Z. */
    int latentSize();

    /** Channels of the picture: 1 for grey, 3 for colour. */
    int channels();

    /** Height and width of the picture in pixels. */
    int imageSize();

    @Override
    default List<TensorSpec> inputs() {
        return List.of(TensorSpec.of("image", DataType.FLOAT32, new Shape(-1, channels(), imageSize(), imageSize())));
    }

    @Override
    default Set<Task> tasks() {
        return Set.of(Task.IMAGE_RECONSTRUCTION);
    }
}
