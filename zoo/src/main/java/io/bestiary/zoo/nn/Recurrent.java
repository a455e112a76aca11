package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Recurrent layers, one over the other, read one way or both: (B, T, C) -> (B, T, ways H). With lengths (B) as a second
 * input no padding is read, and the output there is 0.
 *
 * <p>It computes what {@code torch.nn.RNN}, {@code LSTM} and {@code GRU} compute, on packed sequences where there are
 * lengths, and has their parameters: {@code weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0}, {@code bias_hh_l0},
 * the same with {@code _reverse}, and so on for each layer.
 */
public final class Recurrent extends NamedBlock {
    /** Added to a gate before its sigmoid, it gives exactly 0 or 1. */
    private static final float SHUT = 1e4f;

    private final Cell cell;
    private final int hiddenSize;
    private final int layers;
    private final Direction direction;
    private final float dropout;
    private final List<List<Parameter>> weights = new ArrayList<>();

    /**
     * What came of a sequence.
     *
     * @param output of the last layer, (B, T, ways H)
     * @param state after the last real step, arrays (B, H): for each layer, for each way, h and for the LSTM c
     */
    public record Result(NDArray output, NDList state) {}

    /** @param dropout between the layers, in training */
    public Recurrent(Cell cell, int hiddenSize, int layers, Direction direction, double dropout) {
        this.cell = cell;
        this.hiddenSize = hiddenSize;
        this.layers = layers;
        this.direction = direction;
        this.dropout = (float) dropout;
        for (int layer = 0; layer < layers; layer++) {
            for (int way = 0; way < direction.ways(); way++) {
                weights.add(weights("_l" + layer + (way == 0 ? "" : "_reverse"), layer));
            }
        }
    }

    private List<Parameter> weights(String suffix, int layer) {
        Distribution initial = Distribution.uniform(1 / Math.sqrt(hiddenSize));
        long rows = (long) cell.gates() * hiddenSize;
        Shape input = layer == 0 ? null : new Shape(rows, (long) direction.ways() * hiddenSize);
        return List.of(
                parameter("weight_ih" + suffix, Parameter.Type.WEIGHT, initial, input),
                parameter("weight_hh" + suffix, Parameter.Type.WEIGHT, initial, new Shape(rows, hiddenSize)),
                parameter("bias_ih" + suffix, Parameter.Type.BIAS, initial, new Shape(rows)),
                parameter("bias_hh" + suffix, Parameter.Type.BIAS, initial, new Shape(rows)));
    }

    @Override
    public void prepare(Shape[] inputs) {
        for (int way = 0; way < direction.ways(); way++) {
            weights.get(way).get(0).setShape(new Shape((long) cell.gates() * hiddenSize, inputs[0].get(2)));
        }
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        Optional<Lengths> lengths =
                inputs.size() == 1 ? Optional.empty() : Optional.of(new Lengths(inputs.get(1), x.size(1)));
        return new NDList(run(pass, x, lengths, new NDList()).output());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), inputs[0].get(1), (long) direction.ways() * hiddenSize)};
    }

    /**
     * Reads a batch of sequences from a state.
     *
     * @param x (B, T, C)
     * @param lengths empty where no sequence has padding
     * @param initial as in {@link Result#state}; empty for zeros
     */
    public Result run(Pass pass, NDArray x, Optional<Lengths> lengths, NDList initial) {
        NDList state = new NDList();
        NDArray values = x;
        for (int layer = 0; layer < layers; layer++) {
            if (layer > 0) {
                values = Dropout.dropout(values, dropout, pass.training()).head();
            }
            NDList outputs = new NDList();
            for (int way = 0; way < direction.ways(); way++) {
                NDList before = initial.isEmpty()
                        ? zeros(x)
                        : new NDList(initial.subList(state.size(), state.size() + cell.states()));
                Result result = way == 0
                        ? read(pass, layer, way, values, lengths, before)
                        : readBackwards(pass, layer, way, values, lengths, before);
                outputs.add(result.output());
                state.addAll(result.state());
            }
            values = outputs.size() == 1 ? outputs.head() : NDArrays.concat(outputs, 2);
        }
        if (lengths.isPresent()) {
            values = values.mul(lengths.get().mask().expandDims(2));
        }
        return new Result(pass.saw(this, values), state);
    }

    /** What the last layer knows at its end, the ways side by side: (B, ways H). */
    public NDArray summary(NDList state) {
        NDList ends = new NDList();
        for (int way = direction.ways(); way > 0; way--) {
            ends.add(state.get(state.size() - way * cell.states()));
        }
        return ends.size() == 1 ? ends.head() : NDArrays.concat(ends, 1);
    }

    private Result read(Pass pass, int layer, int way, NDArray x, Optional<Lengths> lengths, NDList before) {
        NDList values = new NDList();
        for (Parameter parameter : weights.get(layer * direction.ways() + way)) {
            values.add(pass.value(parameter, x));
        }
        if (lengths.isEmpty()) {
            NDList result = cell.read(x, before, values, pass.training());
            return new Result(result.head(), result.subNDList(1));
        }
        NDArray steps = x;
        if (cell == Cell.LSTM) {
            // The kernel returns c after the padding. A column that is 1 there shuts the input gate and opens the
            // forget
            // gate, so that c stays as it was.
            steps = NDArrays.concat(
                    new NDList(x, lengths.get().mask().sub(1).neg().expandDims(2)), 2);
            values.set(0, NDArrays.concat(new NDList(values.get(0), holdingGates(x.getManager())), 1));
        }
        NDList result = cell.read(steps, before, values, pass.training());
        NDList state = new NDList(lengths.get().last(result.head()));
        state.addAll(result.subNDList(2));
        return new Result(result.head(), state);
    }

    /** The same way through each sequence turned round, and its output turned back. */
    private Result readBackwards(Pass pass, int layer, int way, NDArray x, Optional<Lengths> lengths, NDList before) {
        UnaryOperator<NDArray> turn =
                values -> lengths.isPresent() ? lengths.get().reverse(values) : values.flip(1);
        Result result = read(pass, layer, way, turn.apply(x), lengths, before);
        return new Result(turn.apply(result.output()), result.state());
    }

    /** (4 H, 1) for the gates i, f, g, o. */
    private NDArray holdingGates(NDManager manager) {
        Shape gate = new Shape(hiddenSize, 1);
        return NDArrays.concat(new NDList(
                manager.full(gate, -SHUT), manager.full(gate, SHUT), manager.zeros(gate), manager.zeros(gate)));
    }

    /** The state before anything was read. */
    private NDList zeros(NDArray x) {
        NDList zeros = new NDList();
        for (int i = 0; i < cell.states(); i++) {
            zeros.add(x.getManager().zeros(new Shape(x.size(0), hiddenSize)));
        }
        return zeros;
    }
}
