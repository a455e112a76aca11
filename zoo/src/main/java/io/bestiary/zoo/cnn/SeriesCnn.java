package io.bestiary.zoo.cnn;

import static io.bestiary.zoo.nn.Layers.batchNorm;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.SeriesConv;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;

/** Reads a series with convolutions and tells its class: the fully convolutional network of Wang et al., 2016. */
@Paper(
        title = "Time Series Classification from Scratch with Deep Neural Networks: A Strong Baseline",
        authors = "Wang, Yan, Oates",
        year = 2016,
        link = "https://arxiv.org/abs/1611.06455",
        deviations = {"The first window is 7 times wide, not 8, so that it has a middle."})
public record SeriesCnn(
        @Hyperparameter(value = "values at each time", min = 1, max = 65_536)
        int channels,

        @Hyperparameter(value = "times that are read", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(
                value = "filters of the outer convolutions; the middle one has twice as many",
                min = 1,
                max = 65_536)
        int width,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements Architecture {

    public SeriesCnn {
        Hyperparameters.check(SeriesCnn.class, channels, context, width, classes);
    }

    public static SeriesCnn seriesCnn() {
        return new SeriesCnn(5, 60, 128, 2);
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
        return sequence(
                part("channelsFirst", channelsFirst()), // (B, T, C) -> (B, C, T)
                part("convblock1", unit(width, 7)),
                part("convblock2", unit(2 * width, 5)),
                part("convblock3", unit(width, 3)),
                part("mean", mean()), // -> (B, width)
                part("fc", linear(classes))); // -> (B, K)
    }

    private static Block channelsFirst() {
        return new Operation(
                "channelsFirst",
                x -> x.transpose(0, 2, 1),
                shape -> new Shape(shape.get(0), shape.get(2), shape.get(1)));
    }

    private static Block mean() {
        return new Operation("mean", x -> x.mean(new int[] {2}), shape -> new Shape(shape.get(0), shape.get(1)));
    }

    private static Block unit(int filters, int kernel) {
        return sequence(new SeriesConv(filters, kernel), batchNorm(), relu());
    }
}
