package io.bestiary.training.loop;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.SplitName;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Measures how many examples a second are learned from in batches of 1, 2, 4 and so on, until the memory is full. */
public final class BatchSearch {
    private static final int WARM = 2;
    /** A smaller batch is as good as the fastest if it reaches so much of its speed. */
    private static final double NEARLY = 0.9;

    private BatchSearch() {}

    /**
     * One size of batch.
     *
     * @param batch examples
     * @param examplesPerSecond learned from, batches being ready
     */
    public record Trial(int batch, double examplesPerSecond) {}

    /**
     * Measures.
     *
     * @param most examples in a batch
     * @param seconds to spend on each size, at the least
     */
    public static List<Trial> run(LearningTask task, Training training, Backend backend, int most, double seconds) {
        List<Trial> trials = new ArrayList<>();
        int size = task.size(SplitName.TRAIN);
        for (int batch = 1; batch <= Math.min(most, size); batch *= 2) {
            try {
                trials.add(new Trial(batch, speed(task, training, backend, batch, seconds)));
            } catch (OutOfMemoryError e) {
                return trials;
            } catch (RuntimeException e) {
                // What an engine throws where a device is full; at the first size it is something else.
                if (trials.isEmpty() || !String.valueOf(e.getMessage()).contains("memory")) {
                    throw e;
                }
                return trials;
            }
        }
        return trials;
    }

    private static double speed(LearningTask task, Training training, Backend backend, int size, double seconds) {
        Collator collator = task.collator();
        Batch batch = collator.collate(IntStream.range(0, size).toArray(), 0);
        try (NDManager manager = backend.newManager();
                Network network = FirstWeights.of(task.architecture(), training, manager)) {
            Map<String, Learner> learners = Learner.ofParts(task, network, training, 1_000_000, backend, manager);
            learners.values().forEach(learner -> learner.at(0));
            long start = 0;
            int steps = -WARM;
            while (steps < 1 || System.nanoTime() - start < seconds * 1e9) {
                if (steps == 0) {
                    start = System.nanoTime();
                }
                try (NDScope scope = new NDScope();
                        NDManager arrays = manager.newSubManager()) {
                    scope.suppressNotUsedWarning();
                    task.step(new LearningTask.Step(network, batch, arrays), learners);
                }
                steps++;
            }
            return steps * (double) size / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** The smallest batch that is nearly as fast as the fastest. */
    public static OptionalInt suggestion(List<Trial> trials) {
        double fastest =
                trials.stream().mapToDouble(Trial::examplesPerSecond).max().orElse(0);
        return trials.stream()
                .filter(trial -> trial.examplesPerSecond() >= NEARLY * fastest)
                .mapToInt(Trial::batch)
                .min();
    }
}
