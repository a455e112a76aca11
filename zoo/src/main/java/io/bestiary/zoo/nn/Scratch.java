package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Frees what a computation makes on its way as soon as it is over. What the backward pass needs the engine keeps by itself;
 * left alone, DJL holds every array in between until the whole step ends, which takes memory twice and fills the caches.
 */
final class Scratch {

    private Scratch() {}

    /**
     * Computes, and keeps the results and what was there before.
     *
     * @param inputs which a computation may give back as they are
     */
    static NDList keeping(NDList inputs, Supplier<NDList> computation) {
        NDList results;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            results = computation.get();
            NDScope.unregister(results);
        }
        for (NDArray result : results) {
            if (!holds(inputs, result)) {
                NDScope.register(result);
            }
        }
        return results;
    }

    /** Frees arrays that have been read, but for those that are kept. */
    static void free(NDList read, NDList... kept) {
        for (NDArray array : read) {
            if (Arrays.stream(kept).noneMatch(list -> holds(list, array))) {
                array.close();
            }
        }
    }

    /** By identity: arrays are equal where their values are. */
    private static boolean holds(NDList list, NDArray array) {
        for (NDArray each : list) {
            if (each == array) {
                return true;
            }
        }
        return false;
    }
}
