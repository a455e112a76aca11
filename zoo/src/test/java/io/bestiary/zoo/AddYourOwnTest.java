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
        String source = Files.readString(Path.of("src/test/java/io/bestiary/zoo/AllConvolutional.java"));
        String printed = source.substring(source.indexOf("@Paper"));
        assertThat(Files.readString(Path.of("../README.md"))).contains(printed);
    }

    /** Nine convolutions with biases, summed by hand from the paper's table 1. */
    @Test
    void hasTheParametersOfThePaper() {
        long sum = 2_688 + 2 * 83_040 + 166_080 + 3 * 331_968 + 37_056 + 1_930;
        assertThat(Outline.of(AllConvolutional.allCnnC()).parameterCount()).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void computes(String engine) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(AllConvolutional.allCnnC(), manager, 1)) {
            NDList logits = network.forward(new NDList(manager.ones(new Shape(2, 3, 32, 32))), false);
            assertThat(logits.head().getShape()).isEqualTo(new Shape(2, 10));
        }
    }

    @Test
    void isRegisteredByOneLine() {
        assertThat(new Zoo().add("all_cnn_c", AllConvolutional::allCnnC)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllConvolutional(3, 0))
                .withMessage("classes: must be between 1 and 100000, got 0");
    }
}
