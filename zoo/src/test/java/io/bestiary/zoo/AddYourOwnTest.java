package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's "add your own": it is what the README prints, and it works. */
class AddYourOwnTest {

    @Test
    void isWhatTheReadmePrints() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/bestiary/zoo/LeNet300.java"));
        String printed = source.substring(source.indexOf("@Paper"));
        assertThat(Files.readString(Path.of("../README.md"))).contains(printed);
    }

    /** Three layers with biases, summed by hand: 784 to 300 to 100 to 10. */
    @Test
    void hasTheParametersOfThePaper() {
        long sum = 784 * 300 + 300 + 300 * 100 + 100 + 100 * 10 + 10;
        assertThat(Outline.of(new LeNet300(1, 10)).parameterCount()).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void computes(String engine) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(new LeNet300(1, 10), manager, 1)) {
            NDList logits = network.forward(new NDList(manager.ones(new Shape(2, 1, 28, 28))), false);
            assertThat(logits.head().getShape()).isEqualTo(new Shape(2, 10));
        }
    }

    @Test
    void isRegisteredByOneLine() {
        assertThat(new Zoo().add("lenet_300_100", () -> new LeNet300(1, 10))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeNet300(1, 0))
                .withMessage("classes: must be between 1 and 100000, got 0");
    }
}
