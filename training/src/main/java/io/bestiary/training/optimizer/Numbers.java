package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers as arrays without dimensions, each made once.
 *
 * <p>DJL makes an array of every Java number that it computes with: on the CPU that takes longer than the computation on a
 * small parameter, on a GPU it waits for a copy to the device.
 */
final class Numbers implements AutoCloseable {
    private final NDManager manager;
    private final Map<Double, NDArray> made = new HashMap<>();

    Numbers(NDManager manager) {
        this.manager = manager;
    }

    NDArray of(double value) {
        return made.computeIfAbsent(value, number -> {
            NDArray array = HostMemory.array(manager, new float[] {number.floatValue()}, new Shape());
            // The scope of the parameter that asks first would close it.
            NDScope.unregister(array);
            return array;
        });
    }

    @Override
    public void close() {
        made.values().forEach(NDArray::close);
    }
}
