package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A second network whose values are the exponential moving average of the first one's, statistics of batches included:
 * average = keep * average + (1 - keep) * value after each step, with keep = min(decay, (1 + step) / (10 + step)), as
 * {@code tf.train.ExponentialMovingAverage} has it, so that the first values are soon forgotten.
 */
final class WeightAverage {
    /** How the names of its arrays begin in a checkpoint. */
    static final String PREFIX = "average/";

    private final Network source;
    private final Network network;
    private final double decay;

    private WeightAverage(Network source, Network network, double decay) {
        this.source = source;
        this.network = network;
        this.decay = decay;
        network.parameters().values().forEach(parameter -> parameter.freeze(true));
    }

    /** Begins with the values of the network. */
    static WeightAverage begin(Architecture architecture, Network source, NDManager manager, double decay) {
        return of(
                architecture,
                source,
                manager,
                decay,
                name -> source.parameters().get(name).getArray());
    }

    /** Goes on from the arrays of a checkpoint. */
    static WeightAverage restore(
            Architecture architecture, Network source, NDManager manager, double decay, Map<String, NDArray> arrays) {
        return of(architecture, source, manager, decay, name -> {
            NDArray saved = arrays.get(PREFIX + name);
            if (saved == null) {
                throw new CheckpointException("the moving average of " + name + " is not in the checkpoint");
            }
            return saved;
        });
    }

    private static WeightAverage of(
            Architecture architecture,
            Network source,
            NDManager manager,
            double decay,
            Function<String, NDArray> values) {
        Network copy = Network.load(architecture, manager, name -> {
            NDArray value = values.apply(name);
            return HostMemory.array(manager, value.toFloatArray(), value.getShape());
        });
        return new WeightAverage(source, copy, decay);
    }

    /** Takes the values after a step, counted from 1, into the average. */
    void update(long step) {
        double keep = Math.min(decay, (1.0 + step) / (10.0 + step));
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDManager manager = network.manager();
            NDArray kept = HostMemory.array(manager, new float[] {(float) keep}, new Shape());
            NDArray added = HostMemory.array(manager, new float[] {(float) (1 - keep)}, new Shape());
            network.parameters().forEach((name, parameter) -> {
                NDArray average = parameter.getArray();
                average.muli(kept);
                average.addi(source.parameters().get(name).getArray().mul(added));
            });
        }
    }

    Network network() {
        return network;
    }

    Map<String, NDArray> state() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        network.parameters().forEach((name, parameter) -> arrays.put(PREFIX + name, parameter.getArray()));
        return arrays;
    }
}
