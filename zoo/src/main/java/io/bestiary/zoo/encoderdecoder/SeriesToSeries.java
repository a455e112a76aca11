package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.linear;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Reads the past of a series and tells its future step by step; Sutskever et al., 2014, with numbers for words. */
@Paper(
        title = "Sequence to Sequence Learning with Neural Networks",
        authors = "Sutskever, Vinyals, Le",
        year = 2014,
        link = "https://arxiv.org/abs/1409.3215",
        deviations = {
            "Values stand for words: the decoder begins with the last one and goes on with what it told, in training"
                    + " too.",
            "The past is read forwards.",
            "The LSTM's gates do not see its cell, as in torch."
        })
public record SeriesToSeries(
        @Hyperparameter(value = "values at each time", min = 1, max = 65_536)
        int channels,

        @Hyperparameter(value = "times that are read", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "times that are told", min = 1, max = 100_000)
        int horizon,

        @Hyperparameter("what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the state", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers, of either side", min = 1, max = 100)
        int layers,

        @Hyperparameter(value = "probability with which values are dropped between layers", min = 0, max = 0.99)
        double dropout)
        implements Architecture {

    public SeriesToSeries {
        Hyperparameters.check(SeriesToSeries.class, channels, context, horizon, cell, hiddenSize, layers, dropout);
    }

    public static SeriesToSeries lstm() {
        return new SeriesToSeries(7, 96, 24, Cell.LSTM, 64, 1, 0.1);
    }

    public static SeriesToSeries gru() {
        return new SeriesToSeries(7, 96, 24, Cell.GRU, 64, 1, 0.1);
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
        return new StepwiseForecaster(recurrent(), recurrent(), linear(channels), horizon);
    }

    private Recurrent recurrent() {
        return new Recurrent(cell, hiddenSize, layers, Direction.FORWARD, dropout);
    }
}
