package io.bestiary.zoo.rnn;

import static io.bestiary.zoo.nn.Layers.identity;
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
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Reads a series and tells its class; Graves, 2012. */
@Paper(
        title = "Supervised Sequence Labelling with Recurrent Neural Networks",
        authors = "Graves",
        year = 2012,
        link = "https://doi.org/10.1007/978-3-642-24797-2",
        deviations = {
            "The class is told once, from the last states.",
            "The LSTM's gates do not see its cell, as in torch."
        })
public record RecurrentSeriesClassifier(
        @Hyperparameter(value = "values at each time", min = 1, max = 65_536)
        int channels,

        @Hyperparameter(value = "times that are read", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter("what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the state, each way", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers", min = 1, max = 100)
        int layers,

        @Hyperparameter("which way the series is read") Direction direction,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements Architecture {

    public RecurrentSeriesClassifier {
        Hyperparameters.check(
                RecurrentSeriesClassifier.class,
                channels,
                context,
                cell,
                hiddenSize,
                layers,
                direction,
                dropout,
                classes);
    }

    public static RecurrentSeriesClassifier rnnSeriesClassifier() {
        return of(Cell.RNN);
    }

    public static RecurrentSeriesClassifier lstmSeriesClassifier() {
        return of(Cell.LSTM);
    }

    public static RecurrentSeriesClassifier gruSeriesClassifier() {
        return of(Cell.GRU);
    }

    private static RecurrentSeriesClassifier of(Cell cell) {
        return new RecurrentSeriesClassifier(5, 60, cell, 64, 1, Direction.BIDIRECTIONAL, 0.1, 2);
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(TensorSpec.of("values", DataType.FLOAT32, new Shape(-1, context, channels)));
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.SERIES_CLASSIFICATION);
    }

    @Override
    public Block network() {
        return new Reading(
                part("values", identity()),
                new Recurrent(cell, hiddenSize, layers, direction, dropout), // (B, T, C) -> (B, ways H)
                Reading.Of.WHOLE,
                part("fc", sequence(part("drop", Layers.dropout(dropout)), part("", linear(classes)))));
    }
}
