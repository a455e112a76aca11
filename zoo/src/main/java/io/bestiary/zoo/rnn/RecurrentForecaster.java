package io.bestiary.zoo.rnn;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Reads the past of a series and tells its future at once; the stacked network of Hewamalage et al., 2019. */
@Paper(
        title = "Recurrent Neural Networks for Time Series Forecasting: Current Status and Future Directions",
        authors = "Hewamalage, Bergmeir, Bandara",
        year = 2019,
        link = "https://arxiv.org/abs/1909.00590",
        deviations = {
            "The whole past is one window.",
            "Several times can be read in one step, and every column by itself; Lin et al., 2023,"
                    + " https://arxiv.org/abs/2308.11200.",
            "The LSTM's gates do not see its cell, as in torch."
        })
public record RecurrentForecaster(
        @Hyperparameter(value = "values at each time", min = 1, max = 65_536)
        int channels,

        @Hyperparameter(value = "times that are read", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "times that are told", min = 1, max = 100_000)
        int horizon,

        @Hyperparameter(value = "times that are read in one step, a divisor of the context", min = 1, max = 1_000_000)
        int piece,

        @Hyperparameter("whether the columns are read together or each by itself")
        Columns columns,

        @Hyperparameter("what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the state", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers", min = 1, max = 100)
        int layers,

        @Hyperparameter(value = "probability with which values are dropped between layers", min = 0, max = 0.99)
        double dropout)
        implements Architecture {

    /** How the columns of a series are read. */
    public enum Columns {
        /** All values of a time at once. */
        TOGETHER,
        /** Each by itself, with the same weights. */
        APART
    }

    public RecurrentForecaster {
        Hyperparameters.check(
                RecurrentForecaster.class,
                channels,
                context,
                horizon,
                piece,
                columns,
                cell,
                hiddenSize,
                layers,
                dropout);
        if (context % piece != 0) {
            throw new IllegalArgumentException("piece: must divide context " + context + ", got " + piece);
        }
    }

    public static RecurrentForecaster rnnForecaster() {
        return of(Cell.RNN);
    }

    public static RecurrentForecaster lstmForecaster() {
        return of(Cell.LSTM);
    }

    public static RecurrentForecaster gruForecaster() {
        return of(Cell.GRU);
    }

    private static RecurrentForecaster of(Cell cell) {
        return new RecurrentForecaster(7, 96, 24, 1, Columns.TOGETHER, cell, 64, 2, 0.1);
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(TensorSpec.of("values", DataType.FLOAT32, new Shape(-1, context, channels)));
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECASTING);
    }

    @Override
    public Block network() {
        return new Reading(
                part("values", pieces()),
                new Recurrent(cell, hiddenSize, layers, Direction.FORWARD, dropout), // (B', L/P, P C') -> (B', H)
                Reading.Of.WHOLE,
                part("fc", sequence(part("", linear(horizon * atOnce())), part("times", times()))));
    }

    /** Columns that are read at once. */
    private int atOnce() {
        return columns == Columns.TOGETHER ? channels : 1;
    }

    /** (B, L, C) -> (B, L/P, P C), or (B C, L/P, P). */
    private Block pieces() {
        int steps = context / piece;
        return switch (columns) {
            case TOGETHER ->
                new Operation(
                        "pieces",
                        x -> x.reshape(x.size(0), steps, (long) piece * channels),
                        shape -> new Shape(shape.get(0), steps, (long) piece * channels));
            case APART ->
                new Operation(
                        "pieces",
                        x -> x.transpose(0, 2, 1).reshape(-1, steps, piece),
                        shape -> new Shape(shape.get(0) * channels, steps, piece));
        };
    }

    /** (B, horizon C) or (B C, horizon) -> (B, horizon, C). */
    private Block times() {
        return switch (columns) {
            case TOGETHER ->
                new Operation(
                        "times",
                        x -> x.reshape(-1, horizon, channels),
                        shape -> new Shape(shape.get(0), horizon, channels));
            case APART ->
                new Operation(
                        "times",
                        x -> x.reshape(-1, channels, horizon).transpose(0, 2, 1),
                        shape -> new Shape(shape.get(0) / channels, horizon, channels));
        };
    }
}
