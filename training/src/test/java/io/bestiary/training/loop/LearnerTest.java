package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.gan.Adversarial;
import io.bestiary.zoo.gan.MlpGan;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerTest {

    /** A part that does not learn costs no gradients: those of its own last update stay. */
    @Test
    void theOtherPartRestsMeanwhile() {
        Backend backend = Backend.of("pytorch", "cpu");
        MlpGan architecture = new MlpGan(16, 64, 2, 8, 1);
        try (NDManager manager = backend.newManager();
                Network network = Network.create(architecture, manager, 1)) {
            Adversarial pair = (Adversarial) network.block();
            Learner generator = new Learner("generator", network, Training.DEFAULTS, 10, backend, manager);
            Learner discriminator = new Learner("discriminator", network, Training.DEFAULTS, 10, backend, manager);
            NDArray latent = manager.randomNormal(new Shape(4, 16));
            discriminator.update(() ->
                    score(network, pair, manager.ones(new Shape(4, 1, 8, 8))).sum());
            List<float[]> before = gradients(network, "discriminator");
            float[] weights = all(network, "generator").get(0).toFloatArray();
            generator.update(() -> score(
                            network,
                            pair,
                            network.forward(pair.generator(), new NDList(latent), true)
                                    .head())
                    .sum());
            assertThat(gradients(network, "discriminator"))
                    .usingRecursiveComparison()
                    .isEqualTo(before);
            assertThat(all(network, "generator").get(0).toFloatArray()).isNotEqualTo(weights);
            assertThatIllegalStateException()
                    .isThrownBy(() -> generator.update(() -> {
                        throw new IllegalStateException("no loss");
                    }));
            assertThat(all(network, "discriminator")).allMatch(NDArray::hasGradient);
        }
    }

    private static NDArray score(Network network, Adversarial pair, NDArray pictures) {
        return network.forward(pair.discriminator(), new NDList(pictures), true).head();
    }

    private static List<NDArray> all(Network network, String part) {
        List<NDArray> arrays = new ArrayList<>();
        network.parameters().forEach((name, parameter) -> {
            if (name.startsWith(part + ".") && parameter.requiresGradient()) {
                arrays.add(parameter.getArray());
            }
        });
        return arrays;
    }

    private static List<float[]> gradients(Network network, String part) {
        return all(network, part).stream()
                .map(array -> array.getGradient().toFloatArray())
                .toList();
    }
}
