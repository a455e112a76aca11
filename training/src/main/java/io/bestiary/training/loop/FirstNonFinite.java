package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.bestiary.training.task.LearningTask;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Finds where values cease to be numbers: in the inputs, in the parameters, or in the block that makes the first of them. */
final class FirstNonFinite {

    private FirstNonFinite() {}

    /**
     * Does one step of a task.
     *
     * @param seed seeds the engine
     * @throws NonFiniteLossException that says where
     */
    static Map<String, Double> step(
            LearningTask task, LearningTask.Step step, Map<String, Learner> learners, Runnable seed) {
        seed.run();
        try {
            return task.step(step, learners);
        } catch (NonFiniteLossException e) {
            Map<String, LearningTask.Learning> readers = new LinkedHashMap<>();
            learners.forEach((part, learner) -> readers.put(part, learner::read));
            throw e.at(find(step.network(), step.inputs(), () -> {
                seed.run();
                task.step(step, readers);
            }));
        }
    }

    /**
     * Says where.
     *
     * @param inputs of the step
     * @param forward does the step's forward passes again, and nothing else
     */
    private static String find(Network network, NDList inputs, Runnable forward) {
        for (int i = 0; i < inputs.size(); i++) {
            if (!finite(inputs.get(i))) {
                return "input " + i + " of the batch";
            }
        }
        for (String name : network.parameters().keySet()) {
            if (!finite(network.parameters().get(name).getArray())) {
                return "the parameter " + name + ", which the update before left so";
            }
        }
        AtomicReference<String> first = new AtomicReference<>();
        network.watching(
                (path, outputs) -> {
                    if (first.get() == null && !outputs.stream().allMatch(FirstNonFinite::finite)) {
                        first.set(path);
                    }
                },
                forward);
        return first.get() == null ? "the loss, all blocks' outputs being finite" : "the block " + first.get();
    }

    private static boolean finite(NDArray array) {
        if (array.getDataType() != DataType.FLOAT32) {
            return true;
        }
        for (float value : array.toFloatArray()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
