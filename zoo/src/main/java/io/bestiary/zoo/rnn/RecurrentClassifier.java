package io.bestiary.zoo.rnn;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Task;
import java.util.Set;

/** Reads a text and tells its class from the last state; the single-task form of Liu et al., 2016. */
@Paper(
        title = "Recurrent Neural Network for Text Classification with Multi-Task Learning",
        authors = "Liu, Qiu, Huang",
        year = 2016,
        link = "https://arxiv.org/abs/1605.05101",
        deviations = {
            "The text is read both ways, not forwards only.",
            "The LSTM's gates do not see its cell, as in torch."
        })
public record RecurrentClassifier(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the vectors for tokens", min = 1, max = 65_536)
        int embeddingSize,

        @Hyperparameter(value = "width of the state, each way", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers", min = 1, max = 100)
        int layers,

        @Hyperparameter("which way the text is read") Direction direction,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements RecurrentText {

    public RecurrentClassifier {
        Hyperparameters.check(
                RecurrentClassifier.class,
                vocabulary,
                cell,
                embeddingSize,
                hiddenSize,
                layers,
                direction,
                dropout,
                classes);
    }

    public static RecurrentClassifier rnnClassifier() {
        return of(Cell.RNN);
    }

    public static RecurrentClassifier lstmClassifier() {
        return of(Cell.LSTM);
    }

    public static RecurrentClassifier gruClassifier() {
        return of(Cell.GRU);
    }

    private static RecurrentClassifier of(Cell cell) {
        return new RecurrentClassifier(10_000, cell, 128, 128, 1, Direction.BIDIRECTIONAL, 0.5, 2);
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.TEXT_CLASSIFICATION);
    }

    @Override
    public Block network() {
        return reading(Reading.Of.WHOLE);
    }
}
