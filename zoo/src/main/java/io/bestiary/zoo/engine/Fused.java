package io.bestiary.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.zoo.engine.Backend.EngineName;
import java.util.List;
import java.util.Locale;

/**
 * One native call for what DJL does in many, or cannot ask for, on PyTorch: TorchScript modules, whose text and compiler is
 * {@code scripts/torchscript/make_fused.py}. The portable form of each, which runs on every engine, stays what it must equal.
 */
public final class Fused {
    private Fused() {}

    /** Whether the engine of the arrays has such calls; {@code -Dbestiary.portable=true} does without, to compare. */
    public static boolean runsOn(NDManager manager) {
        return !Boolean.getBoolean("bestiary.portable") && EngineName.PYTORCH.runs(manager);
    }

    /** The rule that moves many weights at once, in place, with the moving averages of their gradients. */
    public enum Rule {
        /** Decay apart from the gradient. */
        ADAMW,
        /** Decay as a part of the gradient. */
        ADAM
    }

    /**
     * The numbers of a step.
     *
     * @param step from 1
     */
    public record Numbers(double rate, double beta1, double beta2, double decay, double epsilon, long step) {}

    /** Makes one step of many parameters, of one size each in all lists, in place. */
    public static void step(
            Rule rule,
            List<NDArray> weights,
            List<NDArray> gradients,
            List<NDArray> means,
            List<NDArray> squares,
            Numbers now) {
        NDManager manager = means.get(0).getManager();
        List<String> names = weights.stream().map(NDArray::getName).toList();
        NDList inputs = new NDList();
        addAll(inputs, "p[]", weights);
        addAll(inputs, "g[]", gradients);
        addAll(inputs, "m[]", means);
        addAll(inputs, "v[]", squares);
        try (NDArray numbers = HostMemory.array(
                manager, new double[] {now.rate(), now.beta1(), now.beta2(), now.decay(), now.epsilon(), now.step()})) {
            inputs.add(numbers);
            TorchScript.call(rule.name().toLowerCase(Locale.ROOT), manager, inputs, false)
                    .close();
        }
        for (int i = 0; i < names.size(); i++) {
            weights.get(i).setName(names.get(i));
        }
    }

    /**
     * x W' + b by oneDNN, with gradients that have no gradients themselves.
     *
     * @param x (rows, in), on PyTorch and a processor
     * @param weight (units, in), or, without gradients, packed
     * @param bias (units), or null
     * @return (rows, units)
     */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        NDList inputs = bias == null ? new NDList(x, weight) : new NDList(x, weight, bias);
        return TorchScript.call("linear", x.getManager(), inputs, true);
    }

    /**
     * A matrix as oneDNN reads it, which {@link #linear} takes in place of the plain one. Nothing else can be done with it.
     *
     * @param matrix (units, in)
     */
    public static NDArray packedMatrix(NDArray matrix) {
        return TorchScript.call("pack_matrix", matrix.getManager(), new NDList(matrix), false);
    }

    /**
     * Filters as oneDNN reads them where the channels of a pixel lie side by side, which {@link #convolution} takes.
     *
     * @param filters (F, C, rows, columns)
     * @param sizes stride and padding, 64-bit integers
     */
    public static NDArray packedFilters(NDArray filters, NDArray sizes) {
        return TorchScript.call("pack_filters", filters.getManager(), new NDList(filters, sizes), false);
    }

    /**
     * A convolution that puts the channels of a pixel side by side, without gradients.
     *
     * @param x (B, C, H, W)
     * @param filters packed
     * @param bias (F), or null
     * @param sizes those that the filters were packed with
     * @return (B, F, H', W')
     */
    public static NDArray convolution(NDArray x, NDArray filters, NDArray bias, NDArray sizes) {
        NDList inputs = bias == null ? new NDList(x, filters, sizes) : new NDList(x, filters, sizes, bias);
        return TorchScript.call("convolution", x.getManager(), inputs, true);
    }

    /**
     * The largest of every two by two values, with gradients, which go to the first of equal ones.
     *
     * @param x (B, C, H, W), on PyTorch and a processor
     * @return (B, C, H / 2, W / 2)
     */
    public static NDArray maxOfFour(NDArray x) {
        return TorchScript.call("max_of_four", x.getManager(), new NDList(x), true);
    }

    /** The rectified linear function in place of its argument, which no gradient may need: a new array over the same memory. */
    public static NDArray relu(NDArray x) {
        return TorchScript.call("relu", x.getManager(), new NDList(x), true);
    }

    /** How a module knows which arrays are a list. */
    private static void addAll(NDList inputs, String name, List<NDArray> arrays) {
        for (NDArray array : arrays) {
            array.setName(name);
            inputs.add(array);
        }
    }
}
