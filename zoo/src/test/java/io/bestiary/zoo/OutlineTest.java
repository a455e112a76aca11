package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.cnn.ResNet;
import io.bestiary.zoo.nn.Outline;
import org.junit.jupiter.api.Test;

class OutlineTest {

    @Test
    void listsLayersWithShapesAndParameters() {
        Outline outline = Outline.of(LeNet5.lenet5());
        assertThat(outline.layers())
                .contains(
                        new Outline.Layer("conv1", "Conv2d", new Shape(1, 6, 28, 28), 6 * 25 + 6),
                        new Outline.Layer("pool2", "maxPool", new Shape(1, 16, 5, 5), 0),
                        new Outline.Layer("fc1", "Linear", new Shape(1, 120), 400 * 120 + 120));
        assertThat(outline.output()).isEqualTo(new Shape(1, 10));
        assertThat(outline.parameterCount()).isEqualTo(61_706); // sum of layers, LeCun et al., 1998
    }

    @Test
    void countsLargeNetworksWithoutMemory() {
        Outline outline = Outline.of(ResNet.resnet152());
        assertThat(outline.parameterCount()).isEqualTo(60_192_808); // torchvision
        assertThat(outline.parameters()).containsEntry("layer3.35.conv2.weight", new Shape(256, 256, 3, 3));
    }
}
