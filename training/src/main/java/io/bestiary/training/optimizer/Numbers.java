package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers as arrays without dimensions, each made once.
 *
 * <p>DJL makes an array of every Java number that it computes with: on the CPU that takes longer than the computation on a
 * small parameter, on a GPU it waits for a copy to the device.
 */
final class Numbers {
    private final NDManager manager;
    private final Map<Double, NDArray> made = new HashMap<>();

    Numbers(NDManager manager) {
        this.manager = manager;
    }

    NDArray of(double value) {
        return made.computeIfAbsent(value, number -> manager.create(number.floatValue()));
    }
}
