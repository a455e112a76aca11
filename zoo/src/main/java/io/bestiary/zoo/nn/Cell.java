package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.nn.recurrent.RNN.Activation;

/** What a recurrent network does in one step; gates are stacked in torch's order. */
public enum Cell {
    /** h' = tanh(W x + b + U h + c); Elman, 1990, https://doi.org/10.1207/s15516709cog1402_1. */
    RNN(1, 1),
    /** Gates i, f, g, o; Hochreiter and Schmidhuber, 1997, https://doi.org/10.1162/neco.1997.9.8.1735. */
    LSTM(4, 2),
    /** Gates r, z, n, the reset after the product; Cho et al., 2014, https://arxiv.org/abs/1406.1078. */
    GRU(3, 1);

    private final int gates;
    private final int states;

    Cell(int gates, int states) {
        this.gates = gates;
        this.states = states;
    }

    /** Matrices stacked in one weight. */
    public int gates() {
        return gates;
    }

    /** Arrays that go from step to step: h, and for the LSTM c. */
    public int states() {
        return states;
    }

    /**
     * Reads all steps with the engine's own kernel: one layer, one way, with both biases, which is where the engines agree.
     *
     * @param x (B, T, C)
     * @param state arrays (B, H) before the first step
     * @param weights (gates H, C), (gates H, H), and two biases (gates H)
     * @return output (B, T, H), then the state after the last step
     */
    NDList read(NDArray x, NDList state, NDList weights, boolean training) {
        NDArrayEx kernels = x.getNDArrayInternal();
        NDArray h = state.get(0).expandDims(0); // (1, B, H): the kernels want an axis of layers
        NDList result = switch (this) {
            case RNN -> kernels.rnn(x, h, weights, true, 1, Activation.TANH, 0, training, false, true);
            case GRU -> kernels.gru(x, h, weights, true, 1, 0, training, false, true);
            case LSTM -> {
                if (!training && WiderLstm.needed(h)) {
                    yield WiderLstm.read(x, state, weights);
                }
                NDArray c = state.get(1).expandDims(0);
                yield kernels.lstm(x, new NDList(h, c), weights, true, 1, 0, training, false, true);
            }
        };
        NDList all = new NDList(result.get(0));
        for (int i = 1; i <= states; i++) {
            all.add(result.get(i).squeeze(0));
        }
        return all;
    }
}
