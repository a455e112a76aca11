package io.bestiary.zoo.gan;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Pairs of a generator and a discriminator: their block is {@link Adversarial}. */
public interface GenerativeAdversarial extends ImageGeneration {

    @Override
    default List<TensorSpec> inputs() {
        TensorSpec latent = TensorSpec.of("latent", DataType.FLOAT32, new Shape(-1, latentSize()));
        return conditions() == 0
                ? List.of(latent)
                : List.of(latent, TensorSpec.ids("classes", new Shape(-1), conditions()));
    }

    @Override
    default Set<Task> tasks() {
        return Set.of(Task.IMAGE_GENERATION);
    }
}
