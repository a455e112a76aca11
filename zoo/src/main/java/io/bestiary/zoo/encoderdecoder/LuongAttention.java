package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.linearNoBias;

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

/** A decoder whose output looks at all states of the encoder, by a product with a matrix between; Luong et al., 2015. */
@Paper(
        title = "Effective Approaches to Attention-based Neural Machine Translation",
        authors = "Luong, Pham, Manning",
        year = 2015,
        link = "https://arxiv.org/abs/1508.04025",
        deviations = {
            "Attention is global with the general score; what it found is not fed to the next step, so that all steps"
                    + " of a target are computed at once.",
            "The source is read in its own order.",
            "The GRU can be chosen."
        })
public record LuongAttention(
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

    public LuongAttention {
        Hyperparameters.check(
                LuongAttention.class,
                sourceVocabulary,
                targetVocabulary,
                cell,
                embeddingSize,
                hiddenSize,
                layers,
                dropout);
    }

    public static LuongAttention gru() {
        return new LuongAttention(8000, 6000, Cell.GRU, 256, 512, 2, 0.5);
    }

    public static LuongAttention lstm() {
        return new LuongAttention(8000, 6000, Cell.LSTM, 256, 512, 2, 0.5);
    }

    @Override
    public Block network() {
        return network(Direction.FORWARD, new Decoder());
    }

    private final class Decoder extends RecurrentDecoder {
        private final Embedding embedding = child("embedding", table(targetVocabulary));
        private final Block drop = child("drop", Layers.dropout(dropout));
        private final Recurrent rnn = child("rnn", recurrent(Direction.FORWARD));
        private final Block key = child("attention.key", linearNoBias(hiddenSize));
        private final Block combine = child("combine", linearNoBias(hiddenSize));
        private final Block output = child("fc", linear(targetVocabulary));

        @Override
        boolean tellsAttention() {
            return true;
        }

        @Override
        NDList memory(Pass pass, Recurrent.Result source, Lengths lengths) {
            NDArray keys = pass.through(key, source.output()); // (B, S, H)
            return new NDList(source.output(), keys, Hidden.padding(lengths).expandDims(1)).addAll(source.state());
        }

        @Override
        Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
            NDArray x = pass.through(drop, pass.through(embedding, tokens)); // (B, T, E)
            Recurrent.Result result = rnn.run(pass, x, Optional.empty(), state.isEmpty() ? memory.subNDList(3) : state);
            NDArray scores = result.output().matMul(memory.get(1).transpose(0, 2, 1)); // (B, T, S)
            NDArray weights = scores.add(memory.get(2)).softmax(2);
            NDArray found = weights.matMul(memory.get(0)); // (B, T, H)
            NDArray both =
                    pass.through(combine, found.concat(result.output(), 2)).tanh(); // (B, T, 2 H) -> (B, T, H)
            NDArray logits = pass.through(output, pass.through(drop, both)); // (B, T, V)
            return new Decoded(logits, result.state(), Optional.of(weights));
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            tracer.one(key, inputs[1]);
            Shape states = tracer.one(rnn, tracer.one(drop, tracer.one(embedding, inputs[0])));
            Shape both = tracer.one(combine, states.slice(0, 2).add(2L * hiddenSize));
            return tracer.through(output, both);
        }
    }
}
