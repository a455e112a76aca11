package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.Loader;
import java.util.function.Function;

/**
 * The examples that a network is asked about, the same batches each time. What each batch makes on the engine is freed before
 * the next.
 *
 * @param workers threads that prepare batches
 */
record Questions(BatchPlan plan, Collator collator, int workers) {

    /** What is done with a batch. */
    @FunctionalInterface
    interface Turn {

        /** Takes a batch; the manager and all that it owns are closed afterwards. */
        void take(Batch batch, NDManager arrays);
    }

    /** Batch after batch. */
    void each(NDManager manager, Turn turn) {
        try (Loader loader = new Loader(plan, collator, workers);
                Loader.Batches batches = loader.epoch(0, 0)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                within(manager, arrays -> {
                    turn.take(batch, arrays);
                    return batch;
                });
            }
        }
    }

    /**
     * Asks a classifier; the first target of a batch is its classes (B).
     *
     * @param logits of the inputs of a batch, (B, K)
     */
    void classes(NDManager manager, Function<NDList, NDArray> logits, Answers answers) {
        each(manager, (batch, arrays) -> {
            NDArray told = logits.apply(batch.inputs(arrays));
            NDArray truth = batch.targets(arrays).head().toType(DataType.INT64, false);
            answers.take(told.toFloatArray(), truth.toLongArray(), batch.indices());
        });
    }

    /** Computes with arrays that are freed at the end: those of a manager, and what the engine makes besides. */
    static <T> T within(NDManager manager, Function<NDManager, T> work) {
        try (NDScope scope = new NDScope();
                NDManager arrays = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            return work.apply(arrays);
        }
    }
}
