package io.bestiary.zoo.rnn;

import static io.bestiary.zoo.nn.Layers.linear;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
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
import java.util.List;
import java.util.Set;

/** Reads words and their characters both ways and tells the class of each word; Ma and Hovy, 2016. */
@Paper(
        title = "End-to-end Sequence Labeling via Bi-directional LSTM-CNNs-CRF",
        authors = "Ma, Hovy",
        year = 2016,
        link = "https://arxiv.org/abs/1603.01354",
        deviations = {
            "Each word's class is its own: no conditional random field.",
            "The filters' answers go through a ReLU.",
            "Word vectors are learned, not GloVe's."
        })
public record CharacterTagger(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "characters that are known", min = 2, max = 1_200_000)
        int characters,

        @Hyperparameter(value = "what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the vectors for tokens", min = 1, max = 65_536)
        int embeddingSize,

        @Hyperparameter(value = "width of the vectors for characters", min = 1, max = 65_536)
        int characterSize,

        @Hyperparameter(value = "filters over three characters each", min = 1, max = 65_536)
        int filters,

        @Hyperparameter(value = "width of the state, each way", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers", min = 1, max = 100)
        int layers,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout,

        @Hyperparameter(value = "classes to tell apart", min = 1, max = 100_000)
        int classes)
        implements Architecture {
    /** Words of any length can be read; this many characters stand for one in tables. */
    private static final int LETTERS = 12;

    public CharacterTagger {
        Hyperparameters.check(
                CharacterTagger.class,
                vocabulary,
                characters,
                cell,
                embeddingSize,
                characterSize,
                filters,
                hiddenSize,
                layers,
                dropout,
                classes);
    }

    public static CharacterTagger lstmCharacterTagger() {
        return new CharacterTagger(20_000, 100, Cell.LSTM, 100, 30, 30, 200, 1, 0.5, 17);
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(
                TensorSpec.ids("tokens", new Shape(-1, RecurrentText.STEPS), vocabulary),
                TensorSpec.ids("lengths", new Shape(-1), RecurrentText.STEPS + 1),
                TensorSpec.ids("characters", new Shape(-1, RecurrentText.STEPS, LETTERS), characters));
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.TOKEN_CLASSIFICATION);
    }

    @Override
    public Block network() {
        return new WordReading(
                new Embedding(vocabulary, embeddingSize, Distribution.uniform(Math.sqrt(3.0 / embeddingSize))),
                new CharacterFeatures(characters, characterSize, filters, dropout),
                Layers.dropout(dropout),
                new Recurrent(cell, hiddenSize, layers, Direction.BIDIRECTIONAL, dropout),
                linear(classes));
    }
}
