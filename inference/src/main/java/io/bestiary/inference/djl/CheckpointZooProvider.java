package io.bestiary.inference.djl;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;

/** Tells DJL of the {@link CheckpointZoo}. */
public final class CheckpointZooProvider implements ZooProvider {

    @Override
    public ModelZoo getModelZoo() {
        return new CheckpointZoo();
    }
}
