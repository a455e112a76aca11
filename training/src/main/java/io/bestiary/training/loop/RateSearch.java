package io.bestiary.training.loop;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Loader;
import io.bestiary.datasets.Seeds;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A short training whose learning rate rises from step to step, by a constant factor: while the loss falls the
 * rate is good, where it shoots up it is too high. Smith, 2015, https://arxiv.org/abs/1506.01186.
 */
public final class RateSearch {
    /** How much of the average of the losses stays in each step. */
    private static final double KEPT = 0.9;

    private static final double DIVERGED = 4;

    private RateSearch() {}

    /**
     * One step.
     *
     * @param rate of the step
     * @param loss of its batch
     * @param smoothed average over the steps so far, the latest counting most
     */
    public record Trial(double rate, double loss, double smoothed) {}

    /**
     * Trains a fresh network, and ends early where the loss has grown to four times its least.
     *
     * @param from rate of the first step, above 0
     * @param to rate of the last
     */
    public static List<Trial> run(
            LearningTask task, Training training, Backend backend, double from, double to, int steps) {
        List<Trial> trials = new ArrayList<>();
        BatchPlan plan = LimitedPlan.of(task.plan(), training);
        try (NDManager manager = backend.newManager();
                Network network = FirstWeights.of(task.architecture(), training, manager);
                Loader loader = new Loader(plan, task.collator(), training.workers())) {
            Map<String, Learner> learners = Learner.ofParts(task, network, training, steps, backend, manager);
            double average = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int epoch = 0; trials.size() < steps; epoch++) {
                try (Loader.Batches batches = loader.epoch(epoch, 0)) {
                    while (batches.hasNext() && trials.size() < steps) {
                        int step = trials.size();
                        double rate = from * Math.pow(to / from, steps == 1 ? 0 : (double) step / (steps - 1));
                        learners.values().forEach(learner -> learner.at(rate));
                        backend.seed(Seeds.mix(training.seed(), "step", step));
                        double loss = loss(task, network, manager, batches.next(), learners);
                        average = KEPT * average + (1 - KEPT) * loss;
                        double smoothed = average / (1 - Math.pow(KEPT, step + 1.0));
                        least = Math.min(least, smoothed);
                        if (!(smoothed <= DIVERGED * Math.abs(least))) {
                            return trials;
                        }
                        trials.add(new Trial(rate, loss, smoothed));
                    }
                }
            }
        }
        return trials;
    }

    private static double loss(
            LearningTask task, Network network, NDManager manager, Batch batch, Map<String, Learner> learners) {
        try (NDScope scope = new NDScope();
                NDManager arrays = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            Map<String, Double> values = task.step(new LearningTask.Step(network, batch, arrays), learners);
            return values.getOrDefault("loss", values.values().iterator().next());
        } catch (NonFiniteLossException e) {
            return Double.NaN;
        }
    }

    /**
     * A tenth of the rate at which the smoothed loss is least, a usual and careful choice: at the least it is about to
     * rise. Empty where it never falls.
     */
    public static OptionalDouble suggestion(List<Trial> trials) {
        Trial least = null;
        for (Trial trial : trials) {
            least = least == null || trial.smoothed() < least.smoothed() ? trial : least;
        }
        return least == null || least.equals(trials.get(0))
                ? OptionalDouble.empty()
                : OptionalDouble.of(least.rate() / 10);
    }
}
