package io.bestiary.training.task;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.training.optimizer.OptimizerSpec;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is learned: data, loss, metrics and the pipeline that answers. The loop that drives it is one for all tasks.
 *
 * <p>A task is opened from a recipe, with its data, before any engine starts.
 */
public interface LearningTask {

    /** The network to train, with what the data say about its sizes. */
    Architecture architecture();

    /** The sections of the recipe that are this task's own, with what was measured on the data filled in. */
    Record sections();

    /** What a training example is called, such as {@code images}. */
    String unit();

    /** Number of examples in a split; 0 if there is no such split. */
    int size(SplitName split);

    /** SHA-256 of the original data. */
    String dataSha256();

    /** The order of the training examples. */
    BatchPlan plan();

    /** Makes training batches, augmented. */
    Collator collator();

    /** What is measured; the first chooses the best checkpoint. */
    List<Metric> metrics();

    /**
     * Learns from one batch.
     *
     * @param learners the parts of the network to update, by name; see {@link #parts()}
     * @return values to report, averaged over the epoch by example; {@code loss} among them
     */
    Map<String, Double> step(Step step, Map<String, ? extends Learning> learners);

    /** The parts of the network that have an optimizer of their own, as prefixes of parameter names. */
    default List<String> parts() {
        return List.of("");
    }

    /** The optimizer of a part; that of the recipe's training, unless the task has settings for each part. */
    default OptimizerSpec optimizer(String part, Training training) {
        return training.optimizer();
    }

    /** How often a part is updated in a step, so that schedules end with the training. */
    default int updates(String part) {
        return 1;
    }

    /**
     * What the user should know about the way the training goes.
     *
     * @param history a row of metrics for each finished epoch
     */
    default Optional<String> concern(List<Map<String, Double>> history) {
        return Optional.empty();
    }

    /** Measures a network on a split by the pipeline that will serve it. */
    Evaluation evaluate(Network network, NDManager manager, SplitName split);

    /** The metrics of a method that learns next to nothing, on a split. */
    Floor floor(SplitName split);

    /** What a checkpoint needs beside the weights to answer. */
    Serving serving();

    /**
     * How many terms the mean of the loss is over: what a part of a batch counts among the others when gradients are
     * accumulated. A task whose loss is a mean over something else than examples, such as tokens, says so here.
     */
    default double weight(Batch batch) {
        return batch.size();
    }

    /**
     * What the network makes of the same few inputs or seeds, to see it learn: asked after every epoch, and kept in the
     * folder {@code samples} of the run. The engine is seeded the same each time.
     */
    default List<Exhibit> samples(Network network, NDManager manager) {
        return List.of();
    }

    /** What to show of the answers of a trained network on a split: confusion, worst mistakes, attention. */
    default List<Exhibit> exhibits(Network network, NDManager manager, SplitName split) {
        return List.of();
    }

    /**
     * One step of training.
     *
     * @param network what learns
     * @param batch on the host
     * @param manager owns the arrays of this step
     */
    record Step(Network network, Batch batch, NDManager manager) {

        public NDList inputs() {
            return batch.inputs(manager);
        }

        public NDList targets() {
            return batch.targets(manager);
        }
    }

    /** Updates a part of the network from a loss; the only way a task learns. */
    @FunctionalInterface
    interface Learning {

        /**
         * Computes the loss on a gradient tape, and updates the parameters of this part.
         *
         * @return the loss
         */
        double update(java.util.function.Supplier<ai.djl.ndarray.NDArray> loss);
    }

    /**
     * A trivial method's result.
     *
     * @param method what it does, in a few words
     * @param metrics its values, for those metrics that it has
     * @param others more methods to compare with, without others of their own
     */
    record Floor(String method, Map<String, Double> metrics, List<Floor> others) {

        public Floor {
            // In the order of the names, whatever the map: it is written, and must be the same in every process.
            metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
            others = List.copyOf(others);
        }

        /** One method alone. */
        public Floor(String method, Map<String, Double> metrics) {
            this(method, metrics, List.of());
        }
    }

    /**
     * What serves the network.
     *
     * @param preprocessor written as JSON
     * @param labels names of the classes; empty where there are none
     * @param properties what plain DJL reads in serving.properties
     * @param attachments more files, by name
     */
    record Serving(
            Object preprocessor,
            List<String> labels,
            Map<String, String> properties,
            Map<String, byte[]> attachments) {}
}
