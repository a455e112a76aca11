package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.cnn.ResNet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperparametersTest {

    @Test
    void areReadInTheOrderOfTheRecordAsJsonKnowsThem() {
        assertThat(Hyperparameters.values(ResNet.resnet18()))
                .containsExactly(
                        Map.entry("unit", "basic"),
                        Map.entry("depths", List.of(2, 2, 2, 2)),
                        Map.entry("channels", 3),
                        Map.entry("classes", 1000));
    }

    @Test
    void areReplacedByName() {
        Map<String, Object> overrides = Map.of("unit", "bottleneck", "depths", List.of(1, 2, 3, 4), "classes", 7L);
        assertThat(Hyperparameters.with(ResNet.resnet18(), overrides))
                .isEqualTo(new ResNet(ResNet.Unit.BOTTLENECK, List.of(1, 2, 3, 4), 3, 7));
    }

    @Test
    void leaveTheOriginalAlone() {
        LeNet5 base = LeNet5.lenet5();
        assertThat(Hyperparameters.with(base, Map.of())).isEqualTo(base).isNotSameAs(base);
    }

    @Test
    void refuseANameThatIsUnknownAndSayTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hyperparameters.with(LeNet5.lenet5(), Map.of("image_siz", 32)))
                .withMessage("image_siz: must be one of [image_size, channels, classes], the hyperparameters of LeNet5;"
                        + " nearest is image_size");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            classes | 2.0         | classes: must be a whole number, got 2.0
            classes | 3000000000  | classes: must be a whole number, got 3000000000
            classes | 0           | classes: must be between 1 and 100000, got 0
            depths  | 5           | depths: must be a list, got 5
            unit    | 1           | unit: must be one of [basic, bottleneck], got 1
            """)
    void refuseNumbersThatDoNotFit(String name, String number, String message) {
        Number value = number.contains(".") ? (Number) Double.valueOf(number) : (Number) Long.valueOf(number);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hyperparameters.with(ResNet.resnet18(), Map.of(name, value)))
                .withMessage(message);
    }

    @Test
    void refuseTextForANumberAndAConstantThatIsMisspelt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hyperparameters.with(ResNet.resnet18(), Map.of("depths", List.of(2, "x", 2, 2))))
                .withMessage("depths: must be a whole number, got x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hyperparameters.with(ResNet.resnet18(), Map.of("unit", "botleneck")))
                .withMessage("unit: must be one of [basic, bottleneck], got botleneck; nearest is bottleneck");
    }
}
