package io.bestiary.zoo.rnn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** textgenrnn: characters by an LSTM with attention over all that was said of them; Woolf, 2017. */
@Paper(
        title = "textgenrnn",
        authors = "Woolf, with the attention of Felbo, Mislove, Sogaard, Rahwan, Lehmann"
                + " (https://arxiv.org/abs/1708.00524)",
        year = 2017,
        link = "https://github.com/minimaxir/textgenrnn",
        deviations = {
            "Every token is told from those before it; the published network tells the last one alone.",
            "Recurrent layers have a second bias, as in torch."
        })
public record TextgenRnn(
        @Hyperparameter(value = "tokens that are known", min = 2, max = 10_000_000)
        int vocabulary,

        @Hyperparameter(value = "most tokens that are read at once", min = 1, max = 1_000_000)
        int context,

        @Hyperparameter(value = "width of the vectors for tokens", min = 1, max = 65_536)
        int embeddingSize,

        @Hyperparameter(value = "width of the state", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers", min = 1, max = 100)
        int layers)
        implements Architecture {

    public TextgenRnn {
        Hyperparameters.check(TextgenRnn.class, vocabulary, context, embeddingSize, hiddenSize, layers);
    }

    /** For the 464 characters of the published weights; token 0 fills windows up at their beginning. */
    public static TextgenRnn textgenrnn() {
        return new TextgenRnn(465, 40, 100, 128, 2);
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
        return new AttentiveModel(
                new Embedding(vocabulary, embeddingSize, Distribution.uniform(0.05)),
                Stream.generate(() -> new Recurrent(Cell.LSTM, hiddenSize, 1, Direction.FORWARD, 0))
                        .limit(layers)
                        .toList());
    }
}
