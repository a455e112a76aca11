package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.cnn.ResNet;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.transformer.Gpt2;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class OutlineTest {

    @Test
    void listsLayersWithShapesAndParameters() {
        Outline outline = Outline.of(LeNet5.lenet5());
        assertThat(outline.layers())
                .contains(
                        new Outline.Layer("conv1", "Conv2d", new Shape(1, 6, 28, 28), 6 * 25 + 6, 6 * 25 * 28 * 28),
                        new Outline.Layer("pool2", "MaxPool", new Shape(1, 16, 5, 5), 0, 0),
                        new Outline.Layer("fc1", "Linear", new Shape(1, 120), 400 * 120 + 120, 400 * 120));
        assertThat(outline.output()).isEqualTo(new Shape(1, 10));
        assertThat(outline.parameterCount()).isEqualTo(61_706); // sum of layers, LeCun et al., 1998
    }

    @Test
    void countsLargeNetworksWithoutMemory() {
        Outline outline = Outline.of(ResNet.resnet152());
        assertThat(outline.parameterCount()).isEqualTo(60_192_808); // torchvision
        assertThat(outline.parameters()).containsEntry("layer3.35.conv2.weight", new Shape(256, 256, 3, 3));
    }

    /** A table that two layers use is in the first alone, and what a block has beside its layers is there, too. */
    @Test
    void theLayersOfEveryNetworkHaveAllItsParameters() {
        for (ZooEntry entry : Zoo.entries()) {
            Outline outline = Outline.of(entry.architecture());
            assertThat(outline.layers().stream()
                            .mapToLong(Outline.Layer::parameters)
                            .sum())
                    .as(entry.name())
                    .isEqualTo(outline.parameterCount());
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/operations.csv", numLinesToSkip = 2)
    void multipliesAsOftenAsPublished(String name, double billions) {
        Outline outline = Outline.of(Zoo.find(name).orElseThrow().architecture());
        assertThat(outline.multiplications() / 1e9).isCloseTo(billions, within(0.0006 + 0.005 * billions));
    }

    @Test
    void attentionMultipliesTokensWithTokens() {
        // 12 layers of 12 heads: 128 x 128 scores of 64 numbers, twice, beside the matrices of Kaplan et al., 2020,
        // 2.1.
        Outline outline = Outline.of(Hyperparameters.with(Gpt2.gpt2(), Map.of("context", 128)));
        long matrices = 128L * (12L * 12 * 768 * 768 + 50_257L * 768);
        assertThat(outline.multiplications()).isEqualTo(matrices + 12L * 12 * 2 * 128 * 128 * 64);
        assertThat(outline.trainingBytes()).isEqualTo(16 * outline.parameterCount());
    }
}
