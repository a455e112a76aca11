package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.cnn.CifarResNet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That it computes the same is held against the references by GoldenFixtureTest. */
class FoldTest {

    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void refusesToTrainAfterwards(String engine) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(CifarResNet.resnet20(), manager, 1)) {
            NDList picture = new NDList(manager.zeros(new Shape(1, 3, 32, 32)));
            network.fold();
            network.forward(picture, false);
            assertThatIllegalStateException()
                    .isThrownBy(() -> network.forward(picture, true))
                    .withMessage("network: cannot be trained, its norms are folded into its convolutions");
        }
    }
}
