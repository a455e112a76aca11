package io.bestiary.training.task;

/** Is told what a classifier answered to a batch. */
@FunctionalInterface
interface Answers {

    /**
     * Takes in a batch.
     *
     * @param logits (B, K), row-major
     * @param classes the true ones
     * @param indices of the examples in their split
     */
    void take(float[] logits, long[] classes, int[] indices);
}
