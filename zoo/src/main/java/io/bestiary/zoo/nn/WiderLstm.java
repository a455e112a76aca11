package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Backend.EngineName;

/**
 * An LSTM made wider by units that stay 0, so that its width is a multiple of 32.
 *
 * <p>PyTorch 2.7.1 gives an LSTM that learns nothing to oneDNN, whose kernel for AVX-512 computes other values where the
 * width leaves a rest of 1 to 16 when divided by 32: with 16 units the outputs are off in the first digit. The kernel that
 * training uses is right, so that a network would be measured and served as another than was trained.
 */
final class WiderLstm {
    private static final long BLOCK = 32;
    private static final long GATES = 4;

    private WiderLstm() {}

    /** Whether the kernel would compute other values; for a state (1, B, H). */
    static boolean needed(NDArray state) {
        long rest = state.size(2) % BLOCK;
        return rest >= 1 && rest <= BLOCK / 2 && EngineName.PYTORCH.runs(state.getManager());
    }

    /** As {@link Cell#read}, with the state after the last step as (1, B, H). */
    static NDList read(NDArray x, NDList state, NDList weights) {
        long width = state.get(0).size(1);
        long more = BLOCK - width % BLOCK;
        NDList wide = new NDList(
                gates(weights.get(0), width, more),
                columns(gates(weights.get(1), width, more), more),
                gates(weights.get(2), width, more),
                gates(weights.get(3), width, more));
        NDList before = new NDList();
        state.forEach(array -> before.add(columns(array, more).expandDims(0)));
        NDList result = x.getNDArrayInternal().lstm(x, before, wide, true, 1, 0, false, false, true);
        NDList narrow = new NDList();
        result.forEach(array -> narrow.add(array.get("..., :" + width)));
        return narrow;
    }

    /** (4 H, ...) -> (4 (H + more), ...): an input of 0 to every gate keeps c and h at 0. */
    private static NDArray gates(NDArray weight, long width, long more) {
        Shape rest = weight.getShape().slice(1);
        NDArray zeros = weight.getManager().zeros(new Shape(GATES, more).addAll(rest));
        return weight.reshape(new Shape(GATES, width).addAll(rest))
                .concat(zeros, 1)
                .reshape(new Shape(GATES * (width + more)).addAll(rest));
    }

    private static NDArray columns(NDArray array, long more) {
        return array.concat(array.getManager().zeros(new Shape(array.size(0), more)), 1);
    }
}
