package io.bestiary.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import io.bestiary.zoo.nn.Tracer;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import io.bestiary.zoo.transformer.Gpt2;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The work for a token does not grow with the text before it: counted, not timed. */
class WorkPerTokenTest {
    private static final int PROMPT = 5;
    private static final int TOKENS = 300;

    /** Counts the tokens that a network is given to read. */
    private static final class Counting extends NamedBlock implements Autoregressive {
        private final Block counted;
        private long tokens;
        private long most;

        Counting(Block counted) {
            this.counted = child("", counted);
        }

        @Override
        public NDList encode(Pass pass, NDList inputs) {
            return ((Autoregressive) counted).encode(pass, inputs);
        }

        @Override
        public Decoded decode(Pass pass, NDArray read, NDList memory, NDList state) {
            tokens += read.size(1);
            Decoded decoded = ((Autoregressive) counted).decode(pass, read, memory, state);
            most = Math.max(
                    most, decoded.state().stream().mapToLong(NDArray::size).sum());
            return decoded;
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            return pass.through(counted, inputs);
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            return tracer.through(counted, inputs);
        }
    }

    private record Counted(Architecture architecture) implements Architecture {

        @Override
        public Block network() {
            return new Counting(architecture.network());
        }

        @Override
        public List<TensorSpec> inputs() {
            return architecture.inputs();
        }

        @Override
        public Set<Task> tasks() {
            return architecture.tasks();
        }
    }

    private static Counting written(Architecture architecture, int context) {
        try (NDManager manager = Backend.of("pytorch", "cpu").newManager();
                Network network = Network.create(new Counted(architecture), manager, 3)) {
            new Decoder(network, context)
                    .write(
                            manager,
                            new NDList(),
                            List.of(new int[PROMPT]),
                            List.of(Sampling.seeded(1)),
                            Generation.upTo(TOKENS),
                            (row, token) -> true);
            return (Counting) network.block();
        }
    }

    @Test
    void aRecurrentNetworkReadsEachTokenOnceAndKeepsAStateOfOneSize() {
        Counting counting = written(
                new RecurrentLanguageModel(7, 8, Cell.LSTM, 12, 16, 2, 0, RecurrentLanguageModel.Output.OWN), 0);

        assertThat(counting.tokens).isEqualTo(PROMPT + TOKENS - 1);
        assertThat(counting.most).isEqualTo(2 * 2 * 16);
    }

    @Test
    void aTransformerReadsEachTokenOnceInItsContextAndLessThanTwiceBeyond() {
        Counting within = written(new Gpt2(7, 400, 16, 2, 2, Gpt2.Biases.ALL, Gpt2.Gelu.EXACT, 0), 400);
        Counting beyond = written(new Gpt2(7, 20, 16, 2, 2, Gpt2.Biases.ALL, Gpt2.Gelu.EXACT, 0), 20);

        assertThat(within.tokens).isEqualTo(PROMPT + TOKENS - 1);
        // Every ten tokens the newer half of the context is read again.
        assertThat(beyond.tokens).isBetween(PROMPT + TOKENS - 1L, 2L * (PROMPT + TOKENS));
        // The tokens of the context, and keys and values of two layers, with room for half as many again.
        assertThat(beyond.most).isLessThanOrEqualTo(20 + 2 * 2 * 30 * 16);
    }
}
