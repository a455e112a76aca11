package io.bestiary.datasets;

/** Makes batches of examples: a function, so that the same arguments give the same bytes on whatever thread. */
@FunctionalInterface
public interface Collator {

    /**
     * Makes one batch.
     *
     * @param indices position in the data set of each example
     * @param epoch what augmentation varies with
     * @throws DataException if an example cannot be read
     */
    Batch collate(int[] indices, long epoch);
}
