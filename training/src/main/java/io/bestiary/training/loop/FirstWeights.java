package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.training.recipe.Start;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.surgery.Freezing;
import io.bestiary.zoo.surgery.Lora;
import io.bestiary.zoo.surgery.LowRank;
import io.bestiary.zoo.surgery.Surgery;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network that a training begins with: drawn anew, or of another's weights. */
public final class FirstWeights {
    /** How the names of the arrays of {@link Lora} begin in a checkpoint. */
    static final String LORA = "lora/";

    private FirstWeights() {}

    /** Draws it, or takes the weights that {@link Start} names, and freezes what stays. */
    static Network of(Architecture architecture, Training training, NDManager manager) {
        return frozen(
                training.start()
                        .from()
                        .map(folder -> taken(open(folder), architecture, training, manager))
                        .orElseGet(() -> Network.create(architecture, manager, training.seed())),
                training);
    }

    /** Freezes what stays; a network that is gone on with is frozen, too. */
    static Network frozen(Network network, Training training) {
        if (!training.start().freeze().isEmpty()) {
            Freezing.freeze(network, training.start().freeze());
        }
        return network;
    }

    /** Puts narrow matrices beside those that {@link Start} names: drawn anew where no arrays were saved. */
    static Optional<Lora> adapted(Network network, Training training, Map<String, NDArray> saved) {
        LowRank plan = training.start().lora();
        if (!plan.isAsked()) {
            return Optional.empty();
        }
        Map<String, NDArray> own = new LinkedHashMap<>();
        saved.forEach((name, array) -> {
            if (name.startsWith(LORA)) {
                own.put(name.substring(LORA.length()), array);
            }
        });
        return Optional.of(
                saved.isEmpty() ? Lora.on(network, plan, training.seed()) : Lora.restore(network, plan, own));
    }

    private static Network taken(
            Checkpoint checkpoint, Architecture architecture, Training training, NDManager manager) {
        try (NDManager scope = manager.newSubManager();
                Network trained = checkpoint.network(scope)) {
            return Surgery.fit(trained, checkpoint.architecture(), architecture, manager, training.seed())
                    .network();
        }
    }

    /**
     * What will be different from the weights that a training begins with; no engine starts.
     *
     * @throws io.bestiary.zoo.surgery.SurgeryException if the network cannot be made of them, or nothing is left to train
     * @throws CheckpointException if there is no such checkpoint, or it reads its inputs otherwise
     */
    public static List<Surgery.Change> check(Training training, LearningTask task) {
        Start start = training.start();
        if (!start.freeze().isEmpty()) {
            Freezing.check(task.architecture(), start.freeze(), task.parts());
        }
        Optional<Checkpoint> from = start.from().map(FirstWeights::open);
        from.ifPresent(checkpoint -> task.serving().attachments().forEach((name, bytes) -> {
            if (!checkpoint
                    .attachment(name)
                    .map(own -> Arrays.equals(own, bytes))
                    .orElse(false)) {
                throw new CheckpointException(checkpoint.folder() + ": must have the same " + name
                        + " as the new training makes of its data, has another");
            }
        }));
        List<Surgery.Change> changes = from.map(
                        checkpoint -> Surgery.changes(checkpoint.architecture(), task.architecture()))
                .orElse(List.of());
        if (start.lora().isAsked()) {
            start.lora().check(task.architecture(), changes, task.parts());
        }
        return changes;
    }

    private static Checkpoint open(Path folder) {
        return Checkpoint.open(Checkpoint.resolve(folder));
    }
}
