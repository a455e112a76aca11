package io.bestiary.zoo.transformer;

import static io.bestiary.zoo.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.Samples;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Pass;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CausalModelTest {

    static Stream<Arguments> networksAndEngines() {
        return Stream.of("gpt_mini", "llama_stories260k")
                .flatMap(name -> Engines.all().stream().map(engine -> Arguments.of(name, engine)));
    }

    /** Token by token with a state, several at once after others, and all at once: the same logits. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("networksAndEngines")
    void goesOnFromAStateAsIfItReadEverythingAgain(String name, String engine) {
        Architecture architecture = Zoo.find(name).orElseThrow().architecture();
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 1)) {
            NDArray tokens = Samples.batch(manager, architecture, 2).head();
            float[] expected = network.forward(new NDList(tokens.get(":, :12")), false)
                    .head()
                    .toFloatArray();
            assertClose(inSteps(network, manager, tokens, 1, 12), expected, 1e-4);
            assertClose(inSteps(network, manager, tokens, 4, 12), expected, 1e-4);
        }
    }

    /** Logits (B, length, V) of the tokens, read in steps of the given width. */
    private static float[] inSteps(Network network, NDManager manager, NDArray tokens, int width, int length) {
        Pass pass = new Pass(new ParameterStore(manager, false), false);
        Autoregressive model = (Autoregressive) network.block();
        NDList state = new NDList();
        NDList logits = new NDList();
        for (int from = 0; from < length; from += width) {
            Autoregressive.Decoded decoded =
                    model.decode(pass, tokens.get(":, " + from + ":" + (from + width)), new NDList(), state);
            logits.add(decoded.logits());
            state = decoded.state();
        }
        return NDArrays.concat(logits, 1).toFloatArray();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("networksAndEngines")
    void refusesMoreTokensThanItsContext(String name, String engine) {
        LanguageModel architecture =
                (LanguageModel) Zoo.find(name).orElseThrow().architecture();
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 1)) {
            NDArray tokens = Samples.batch(manager, architecture, 1).head();
            NDArray more = tokens.concat(tokens.get(":, :1"), 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.forward(new NDList(more), false))
                    .withMessage("tokens: must be at most context " + architecture.context() + ", got "
                            + (architecture.context() + 1));
        }
    }
}
