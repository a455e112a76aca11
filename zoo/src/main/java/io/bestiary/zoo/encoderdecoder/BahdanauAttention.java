package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.linearNoBias;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decoder that, before each step, looks at all states of an encoder that reads both ways, by a small network that scores
 * them; Bahdanau et al., 2014.
 */
@Paper(
        title = "Neural Machine Translation by Jointly Learning to Align and Translate",
        authors = "Bahdanau, Cho, Bengio",
        year = 2014,
        link = "https://arxiv.org/abs/1409.0473",
        deviations = {
            "The output layer is linear in the state, what attention found and the last token, without maxout.",
            "The LSTM can be chosen."
        })
public record BahdanauAttention(
        @Hyperparameter(value = "tokens that the source is made of", min = 2, max = 10_000_000)
        int sourceVocabulary,

        @Hyperparameter(value = "tokens that the target is made of", min = 2, max = 10_000_000)
        int targetVocabulary,

        @Hyperparameter("what the recurrent layers do in a step")
        Cell cell,

        @Hyperparameter(value = "width of the vectors for tokens", min = 1, max = 65_536)
        int embeddingSize,

        @Hyperparameter(value = "width of the state, each way", min = 1, max = 65_536)
        int hiddenSize,

        @Hyperparameter(value = "width of the network that scores", min = 1, max = 65_536)
        int attentionSize,

        @Hyperparameter(value = "probability with which values are dropped in training", min = 0, max = 0.99)
        double dropout)
        implements RecurrentSizes {

    public BahdanauAttention {
        Hyperparameters.check(
                BahdanauAttention.class,
                sourceVocabulary,
                targetVocabulary,
                cell,
                embeddingSize,
                hiddenSize,
                attentionSize,
                dropout);
    }

    public static BahdanauAttention gru() {
        return new BahdanauAttention(8000, 6000, Cell.GRU, 256, 512, 512, 0.5);
    }

    public static BahdanauAttention lstm() {
        return new BahdanauAttention(8000, 6000, Cell.LSTM, 256, 512, 512, 0.5);
    }

    /** One, as in the paper. */
    @Override
    public int layers() {
        return 1;
    }

    @Override
    public Block network() {
        return network(Direction.BIDIRECTIONAL, new Decoder());
    }

    private final class Decoder extends RecurrentDecoder {
        private final List<Block> initial = new ArrayList<>();
        private final Embedding embedding = child("embedding", table(targetVocabulary));
        private final Block drop = child("drop", Layers.dropout(dropout));
        private final Block query = child("attention.query", linearNoBias(attentionSize));
        private final Block key = child("attention.key", linearNoBias(attentionSize));
        private final Block score = child("attention.score", linearNoBias(1));
        private final Recurrent rnn = child("rnn", recurrent(Direction.FORWARD));
        private final Block output = child("fc", linear(targetVocabulary));

        Decoder() {
            for (int i = 0; i < cell.states(); i++) {
                initial.add(child("initial." + i, linear(hiddenSize)));
            }
        }

        @Override
        boolean tellsAttention() {
            return true;
        }

        @Override
        NDList memory(Pass pass, Recurrent.Result source, Lengths lengths) {
            NDArray keys = pass.through(key, source.output()); // (B, S, 2 H) -> (B, S, A)
            NDList memory =
                    new NDList(source.output(), keys, Hidden.padding(lengths).expandDims(1));
            // The way back has just read the beginning of the source.
            NDList back = source.state().subNDList(cell.states());
            for (int i = 0; i < cell.states(); i++) {
                memory.add(pass.through(initial.get(i), back.get(i)).tanh());
            }
            return memory;
        }

        @Override
        Decoded decode(Pass pass, NDArray tokens, NDList memory, NDList state) {
            NDArray x = pass.through(drop, pass.through(embedding, tokens)); // (B, T, E)
            NDList now = state.isEmpty() ? memory.subNDList(3) : state;
            NDList states = new NDList();
            NDList found = new NDList();
            NDList weights = new NDList();
            for (long t = 0; t < x.size(1); t++) {
                NDArray weight = attend(pass, now.head(), memory); // (B, 1, S)
                NDArray context = weight.matMul(memory.get(0)); // (B, 1, 2 H)
                NDArray input = x.get(":, " + t + ":" + (t + 1)).concat(context, 2); // (B, 1, E + 2 H)
                Recurrent.Result result = rnn.run(pass, input, Optional.empty(), now);
                now = result.state();
                states.add(result.output());
                found.add(context);
                weights.add(weight);
            }
            // (B, T, H), (B, T, 2 H) and (B, T, E) together
            NDArray all = NDArrays.concat(new NDList(NDArrays.concat(states, 1), NDArrays.concat(found, 1), x), 2);
            NDArray logits = pass.through(output, pass.through(drop, all)); // (B, T, V)
            return new Decoded(logits, now, Optional.of(NDArrays.concat(weights, 1)));
        }

        private NDArray attend(Pass pass, NDArray state, NDList memory) {
            NDArray asked = pass.through(query, state).expandDims(1); // (B, 1, A)
            NDArray scores = pass.through(score, memory.get(1).add(asked).tanh()); // (B, S, 1)
            return scores.transpose(0, 2, 1).add(memory.get(2)).softmax(2);
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            Shape state = new Shape(inputs[0].get(0), hiddenSize);
            initial.forEach(block -> tracer.one(block, state));
            tracer.one(query, state);
            tracer.one(score, tracer.one(key, inputs[1]));
            Shape x = tracer.one(drop, tracer.one(embedding, inputs[0]));
            Shape steps = x.slice(0, 2);
            long sides = 2L * hiddenSize;
            tracer.one(rnn, steps.add(embeddingSize + sides));
            return tracer.through(output, steps.add(hiddenSize + sides + embeddingSize));
        }
    }
}
