package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Autoregressive.Decoded;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.Direction;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.Lengths;
import io.bestiary.zoo.nn.Paper;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Recurrent;
import io.bestiary.zoo.nn.Tracer;
import java.util.Optional;

/** A decoder that goes on from the last state of the encoder, without attention; Sutskever et al., 2014. */
@Paper(
        title = "Sequence to Sequence Learning with Neural Networks",
        authors = "Sutskever, Vinyals, Le",
        year = 2014,
        link = "https://arxiv.org/abs/1409.3215",
        deviations = {
            "The source is read in its own order.",
            "The GRU can be chosen; Cho et al., 2014, https://arxiv.org/abs/1406.1078."
        })
public record SequenceToSequence(
        @Hyperparameter(value = "tokens that the source is made of", min = 2, max = 10_000_000)
        int sourceVocabulary,

        @Hyperparameter(value = "tokens that the target is made of", min = 2, max = 10_000_000)
        int targetVocabulary,

        @Hyperparameter("what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the vectors for tokens", min = 1, max = 65_536)
        int embeddingSize,

        @Hyperparameter(value = "width of the state", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "recurrent layers in the encoder, and in the decoder", min = 1, max = 100)
        int layers,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout)
        implements RecurrentSizes {

    public SequenceToSequence {
        Hyperparameters.check(
                SequenceToSequence.class,
                sourceVocabulary,
                targetVocabulary,
                cell,
                embeddingSize,
                hiddenSize,
                layers,
                dropout);
    }

    public static SequenceToSequence gru() {
        return new SequenceToSequence(8000, 6000, Cell.GRU, 256, 512, 2, 0.5);
    }

    public static SequenceToSequence lstm() {
        return new SequenceToSequence(8000, 6000, Cell.LSTM, 256, 512, 2, 0.5);
    }

    @Override
    public Block network() {
        return network(Direction.FORWARD, new Decoder());
    }

    private final class Decoder extends RecurrentDecoder {
        private final Embedding embedding = child("embedding", table(targetVocabulary));
        private final Block drop = child("drop", Layers.dropout(dropout));
        private final Recurrent rnn = child("rnn", recurrent(Direction.FORWARD));
        private final Block output = child("fc", linear(targetVocabulary));

        @Override
        boolean tellsAttention() {
            return false;
        }

        @Override
        NDList memory(Pass pass, Recurrent.Result source, Lengths lengths) {
            return source.state();
        }

        @Override
        Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
            NDArray x = pass.through(drop, pass.through(embedding, tokens)); // (B, T, E)
            Recurrent.Result result = rnn.run(pass, x, Optional.empty(), state.isEmpty() ? memory : state);
            NDArray logits = pass.through(output, pass.through(drop, result.output())); // (B, T, H) -> (B, T, V)
            return new Decoded(logits, result.state(), Optional.empty());
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            Shape x = tracer.one(drop, tracer.one(embedding, inputs[0]));
            return tracer.through(output, tracer.one(rnn, x));
        }
    }
}
