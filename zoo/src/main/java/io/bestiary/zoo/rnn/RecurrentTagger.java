package io.bestiary.zoo.rnn;

import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Task;
import java.util.Set;

/** Reads a text both ways and tells the class of each token; the BI-LSTM of Huang et al., 2015. */
@Paper(
        title = "Bidirectional LSTM-CRF Models for Sequence Tagging",
        authors = "Huang, Xu, Yu",
        year = 2015,
        link = "https://arxiv.org/abs/1508.01991",
        deviations = {"Each token's class is its own: no conditional random field.", "Dropout, which the paper has not."
        })
public record RecurrentTagger(
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

    public RecurrentTagger {
        Hyperparameters.check(
                RecurrentTagger.class,
                vocabulary,
                cell,
                embeddingSize,
                hiddenSize,
                layers,
                direction,
                dropout,
                classes);
    }

    public static RecurrentTagger rnnTagger() {
        return of(Cell.RNN);
    }

    public static RecurrentTagger lstmTagger() {
        return of(Cell.LSTM);
    }

    public static RecurrentTagger gruTagger() {
        return of(Cell.GRU);
    }

    private static RecurrentTagger of(Cell cell) {
        return new RecurrentTagger(20_000, cell, 100, 128, 1, Direction.BIDIRECTIONAL, 0.5, 17);
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.TOKEN_CLASSIFICATION);
    }

    @Override
    public Block network() {
        return reading(Reading.Of.STEPS);
    }
}
