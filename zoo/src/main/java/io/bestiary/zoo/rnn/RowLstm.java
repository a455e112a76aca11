package io.bestiary.zoo.rnn;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Operation;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Recurrent;

/** Reads a picture row by row, from the top; after the pixel by pixel reading of Le et al., 2015. */
@Paper(
        title = "A Simple Way to Initialize Recurrent Networks of Rectified Linear Units",
        authors = "Le, Jaitly, Hinton",
        year = 2015,
        link = "https://arxiv.org/abs/1504.00941",
        deviations = "A step is a row of the picture, not a pixel, and the network is the LSTM they compare with.")
public record RowLstm(
        @Hyperparameter(value = "height and width of the picture in pixels", min = 1, max = 4096)
        int imageSize,

        @Hyperparameter(value = "channels of the picture", min = 1, max = 1024)
        int channels,

        @Hyperparameter(value = "width of the state", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements ImageClassification {

    public RowLstm {
        Hyperparameters.check(RowLstm.class, imageSize, channels, hiddenSize, classes);
    }

    public static RowLstm rowLstm() {
        return new RowLstm(28, 1, 128, 10);
    }

    @Override
    public Block network() {
        return new Reading(
                part("rows", rows()), // (B, C, H, W) -> (B, H, C W)
                new Recurrent(Cell.LSTM, hiddenSize, 1, Direction.FORWARD, 0),
                Reading.Of.WHOLE,
                part("fc", linear(classes)));
    }

    private static Block rows() {
        return new Operation(
                "rows",
                x -> x.transpose(0, 2, 1, 3).reshape(x.size(0), x.size(2), -1),
                shape -> new Shape(shape.get(0), shape.get(2), shape.get(1) * shape.get(3)));
    }
}
