package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.SplitName;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.TrainingState;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a long training does, once and in small before it begins: two steps, a validation, samples, a checkpoint
 * that is opened again. What would fail after hours fails now. Nothing of it stays.
 */
final class Rehearsal {
    /** Steps from which a training is long. */
    static final long LONG = 1000;

    private static final int STEPS = 2;

    private Rehearsal() {}

    static void hold(
            LearningTask task, Training training, BatchPlan plan, Backend backend, CheckpointWriter checkpoints) {
        try (NDManager manager = backend.newManager();
                Network network = FirstWeights.of(task.architecture(), training, manager)) {
            Map<String, Learner> learners = Learner.ofParts(task, network, training, STEPS, backend, manager);
            Collator collator = task.collator();
            List<int[]> batches = plan.batches(0);
            for (int[] indices : batches.subList(0, Math.min(STEPS, batches.size()))) {
                Batch batch = collator.collate(indices, 0);
                try (NDScope scope = new NDScope();
                        NDManager arrays = manager.newSubManager()) {
                    scope.suppressNotUsedWarning();
                    FirstNonFinite.step(
                            task,
                            new LearningTask.Step(network, batch, arrays),
                            learners,
                            () -> backend.seed(training.seed()));
                }
            }
            if (task.size(SplitName.VALIDATION) > 0) {
                task.evaluate(network, manager, SplitName.VALIDATION);
            }
            task.samples(network, manager);
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            learners.forEach((part, learner) -> learner.optimizer()
                    .state()
                    .forEach((name, array) -> arrays.put(TrainingLoop.prefix(part) + name, array)));
            TrainingState state = new TrainingState(TrainingProgress.beginning().toJson(), arrays);
            Checkpoint written = checkpoints.rehearse(network, state);
            written.network(manager).close();
            checkpoints.run().discard(written.folder());
        }
    }
}
