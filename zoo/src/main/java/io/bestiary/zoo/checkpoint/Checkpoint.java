package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDManager;
import io.bestiary.zoo.nn.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sealed folder that holds all that serving needs, and apart from it what training needs to go on. */
public final class Checkpoint {

    private Checkpoint() {}

    public static void write(
            Path folder,
            CheckpointCard card,
            Network network,
            List<String> labels,
            String translatorFactory,
            Map<String, byte[]> attachments,
            TrainingState stateOrNull) {
        throw new UnsupportedOperationException("to come");
    }

    public static Checkpoint open(Path folder) {
        throw new UnsupportedOperationException("to come");
    }

    public static Path resolve(Path runOrCheckpoint) {
        throw new UnsupportedOperationException("to come");
    }

    public CheckpointCard card() {
        throw new UnsupportedOperationException("to come");
    }

    public List<String> labels() {
        throw new UnsupportedOperationException("to come");
    }

    public Optional<byte[]> attachment(String name) {
        throw new UnsupportedOperationException("to come");
    }

    public Network network(NDManager parent) {
        throw new UnsupportedOperationException("to come");
    }

    public Optional<TrainingState> trainingState(NDManager manager) {
        throw new UnsupportedOperationException("to come");
    }

    public Path folder() {
        throw new UnsupportedOperationException("to come");
    }

    public Optional<String> notice() {
        throw new UnsupportedOperationException("to come");
    }
}
