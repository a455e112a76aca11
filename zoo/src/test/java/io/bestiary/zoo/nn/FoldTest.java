package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.cnn.LeNet5;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That it computes the same is held against the references by GoldenFixtureTest. */
class FoldTest {

    static Stream<Arguments> networksAndEngines() {
        return Engines.all().stream()
                .flatMap(engine -> Stream.of(CifarResNet.resnet20(), new LeNet5(32, 3, 10))
                        .map(architecture -> Arguments.of(architecture, engine)));
    }

    @ParameterizedTest
    @MethodSource("networksAndEngines")
    void refusesToTrainAfterwards(Architecture architecture, String engine) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 1)) {
            NDList picture = new NDList(manager.zeros(new Shape(1, 3, 32, 32)));
            network.fold();
            network.forward(picture, false);
            assertThatIllegalStateException()
                    .isThrownBy(() -> network.forward(picture, true))
                    .withMessage("network: cannot be trained, it is folded to answer");
        }
    }
}
