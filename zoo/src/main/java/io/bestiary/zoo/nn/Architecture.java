package io.bestiary.zoo.nn;

import ai.djl.nn.Block;
import java.util.List;
import java.util.Set;

/**
 * One published network: a record whose components are its hyperparameters and whose static factories are the presets
 * that the paper names.
 *
 * <p>An implementation carries {@link Paper} and checks its components when it is made (see {@link Hyperparameters}).
 */
public interface Architecture {

    /**
     * Builds the network, not yet initialized.
     *
     * <p>Its parameters carry the dotted names of the reference implementation, such as {@code layer1.0.conv1.weight}.
     * An architecture of several networks (a generator and a discriminator) returns one block with a named child each.
     */
    Block network();

    /** What the network takes, at the sizes that its paper uses; the batch axis is -1. */
    List<TensorSpec> inputs();

    /** What the network can be trained for; nothing for an encoder that others build on. */
    Set<Task> tasks();
}
