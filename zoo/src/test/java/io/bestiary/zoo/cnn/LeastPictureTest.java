package io.bestiary.zoo.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Outline;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that leave no room for a network's strides are refused; the least sizes are those torchvision publishes. */
class LeastPictureTest {

    private static Shape output(ImageClassification architecture, int side) {
        return Outline.of(architecture, new Shape(1, architecture.channels(), side, side))
                .output();
    }

    @ParameterizedTest
    @CsvSource({
        "alexnet, 63",
        "vgg11, 32",
        "vgg19_bn, 32",
        "squeezenet1_0, 21",
        "squeezenet1_1, 17",
        "densenet121, 29",
        "googlenet, 15",
        "convnext_tiny, 32",
        "resnet18, 1",
        "mobilenet_v2, 1",
        "mobilenet_v3_small, 1",
        "shufflenet_v2_x1_0, 1",
        "efficientnet_b0, 1",
        "regnet_y_400mf, 1"
    })
    void theLeastPictureIsTaken(String name, int side) {
        ImageClassification architecture =
                (ImageClassification) Zoo.find(name).orElseThrow().architecture();
        assertThat(output(architecture, side)).isEqualTo(new Shape(1, 1000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alexnet       | 62 | image_size: must leave at least 3 pixels for a window of 3 here, got 2x2
            vgg11         | 31 | image_size: must leave at least 2 pixels for a window of 2 here, got 1x1
            squeezenet1_0 | 20 | image_size: must leave at least 2 pixels for a window of 3 here, got 1x1
            squeezenet1_1 | 16 | image_size: must leave at least 2 pixels for a window of 3 here, got 1x1
            densenet121   | 28 | image_size: must leave at least 2 pixels for a window of 2 here, got 1x1
            googlenet     | 14 | image_size: must leave at least 2 pixels for a window of 3 here, got 1x1
            convnext_tiny | 31 | image_size: must leave at least 2 pixels for a window of 2 here, got 1x1
            lenet5        | 8  | image_size: must leave at least 5 pixels for a window of 5 here, got 4x4
            """)
    void aSmallerOneIsRefused(String name, int side, String message) {
        ImageClassification architecture =
                (ImageClassification) Zoo.find(name).orElseThrow().architecture();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> output(architecture, side))
                .withMessage(message);
    }
}
