package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradients of the parts of a step, added up by how many terms each part's loss is a mean of: the gradient of the whole
 * step to rounding, however unequal the parts. The engines do not agree on what a second backward pass does to a gradient,
 * so the sum is kept in arrays of its own.
 */
final class GradientSum implements AutoCloseable {
    /** Of a step that is one part: its gradients as they are. */
    static final GradientSum WHOLE = new GradientSum();

    private final Map<String, NDArray> sums = new LinkedHashMap<>();
    private double total;
    private double weight = 1;
    private boolean last = true;

    GradientSum expecting(double nextWeight, boolean isLast) {
        if (this != WHOLE) {
            weight = nextWeight;
            last = isLast;
        }
        return this;
    }

    void add(Map<String, NDArray> gradients) {
        if (this == WHOLE) {
            return;
        }
        gradients.forEach((name, gradient) -> {
            NDArray weighted = gradient.mul(HostMemory.number(gradient, weight));
            if (sums.containsKey(name)) {
                sums.get(name).addi(weighted);
            } else {
                // It outlives the scope of this part.
                NDScope.unregister(weighted);
                sums.put(name, weighted);
            }
        });
        total += weight;
    }

    boolean complete() {
        return last;
    }

    /** The gradients of the whole step, those of other processes included. */
    Map<String, NDArray> mean(Map<String, NDArray> live, Peers peers) {
        if (this == WHOLE) {
            return live;
        }
        if (peers.size() > 1) {
            exchange(peers);
        }
        sums.values().forEach(sum -> sum.muli(HostMemory.number(sum, 1 / total)));
        return sums;
    }

    private void exchange(Peers peers) {
        int size = sums.values().stream()
                .mapToInt(sum -> Math.toIntExact(sum.size()))
                .sum();
        float[] flat = new float[size + 1];
        int at = 0;
        for (NDArray sum : sums.values()) {
            float[] values = sum.toFloatArray();
            System.arraycopy(values, 0, flat, at, values.length);
            at += values.length;
        }
        flat[size] = (float) total;
        peers.sum(flat);
        at = 0;
        for (Map.Entry<String, NDArray> entry : sums.entrySet()) {
            NDArray old = entry.getValue();
            float[] values = new float[Math.toIntExact(old.size())];
            System.arraycopy(flat, at, values, 0, values.length);
            at += values.length;
            Shape shape = old.getShape();
            NDArray summed = HostMemory.array(old.getManager(), values, shape);
            NDScope.unregister(summed);
            old.close();
            entry.setValue(summed);
        }
        total = flat[size];
    }

    @Override
    public void close() {
        sums.values().forEach(NDArray::close);
        sums.clear();
        total = 0;
    }
}
