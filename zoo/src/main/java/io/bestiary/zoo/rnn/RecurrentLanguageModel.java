package io.bestiary.zoo.rnn;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.startingAt;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Bias;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import io.bestiary.zoo.nn.TiedLinear;
import java.util.List;
import java.util.Set;

/**
 * A recurrent language model; Zaremba et al., 2014. Parameter names are those of PyTorch's word language model.
 */
@Paper(
        title = "Recurrent Neural Network Regularization",
        authors = "Zaremba, Sutskever, Vinyals",
        year = 2014,
        link = "https://arxiv.org/abs/1409.2329",
        deviations = {
            "Other cells than the LSTM can be chosen.",
            "The output layer can share the embedding; Press and Wolf, 2016, https://arxiv.org/abs/1608.05859."
        })
public record RecurrentLanguageModel(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(
                value = "tokens that are read at once in training; a text may be longer",
                min = 1,
                max = 1_000_000)
        int context,

        @Hyperparameter("what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the vectors for tokens", min = 1, max = 65_536)
        int embeddingSize,

        @Hyperparameter(value = "width of the state", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers", min = 1, max = 100)
        int layers,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter("whether the output layer has weights of its own or shares the embedding")
        Output output)
        implements Architecture {

    /** Where the weights of the output layer are. */
    public enum Output {
        OWN,
        TIED
    }

    public RecurrentLanguageModel {
        Hyperparameters.check(
                RecurrentLanguageModel.class,
                vocabulary,
                context,
                cell,
                embeddingSize,
                hiddenSize,
                layers,
                dropout,
                output);
        if (output == Output.TIED && embeddingSize != hiddenSize) {
            throw new IllegalArgumentException("embedding_size: must be hidden_size " + hiddenSize
                    + " where the output is tied, got " + embeddingSize);
        }
    }

    public static RecurrentLanguageModel charRnn() {
        return characters(Cell.RNN);
    }

    public static RecurrentLanguageModel charLstm() {
        return characters(Cell.LSTM);
    }

    public static RecurrentLanguageModel charGru() {
        return characters(Cell.GRU);
    }

    /** For the 65 characters of Shakespeare's plays. */
    private static RecurrentLanguageModel characters(Cell cell) {
        return new RecurrentLanguageModel(65, 64, cell, 128, 256, 2, 0.1, Output.OWN);
    }

    /** The published code's size for WikiText-2: 2 x 200. */
    public static RecurrentLanguageModel wordLstm() {
        return new RecurrentLanguageModel(33_278, 35, Cell.LSTM, 200, 200, 2, 0.2, Output.OWN);
    }

    public static RecurrentLanguageModel wordLstmTied() {
        return new RecurrentLanguageModel(33_278, 35, Cell.LSTM, 200, 200, 2, 0.2, Output.TIED);
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(TensorSpec.ids("tokens", new Shape(-1, context), vocabulary));
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.LANGUAGE_MODELING);
    }

    @Override
    public Block network() {
        Distribution initial = Distribution.uniform(0.1);
        Embedding encoder = new Embedding(vocabulary, embeddingSize, initial);
        Block decoder = switch (output) {
            case OWN -> startingAt(initial, linear(vocabulary));
            case TIED -> sequence(part("tied", new TiedLinear(encoder)), part("", new Bias("bias", vocabulary)));
        };
        return new RecurrentModel(
                encoder, // (B, T) -> (B, T, E)
                new Recurrent(cell, hiddenSize, layers, Direction.FORWARD, dropout), // -> (B, T, H)
                Layers.dropout(dropout),
                decoder); // -> (B, T, V)
    }
}
