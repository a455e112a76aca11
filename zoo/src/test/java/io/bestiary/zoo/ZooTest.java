package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.nn.Block;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.cnn.ResNet;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.nn.TensorSpec;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZooTest {

    static List<ZooEntry> entries() {
        return List.copyOf(Zoo.entries());
    }

    @Test
    void refusesANameThatIsTaken() {
        Zoo zoo = new Zoo().add("lenet5", LeNet5::lenet5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> zoo.add("lenet5", CifarResNet::resnet20))
                .withMessage("lenet5: must be registered once, is taken by LeNet5");
    }

    @Test
    void refusesANameThatCannotBeTyped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Zoo().add("LeNet-5", LeNet5::lenet5))
                .withMessage("name: must be lower case letters, digits and _, got LeNet-5");
    }

    private record Unpublished() implements Architecture {
        @Override
        public Block network() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TensorSpec> inputs() {
            return List.of();
        }

        @Override
        public Set<Task> tasks() {
            return Set.of();
        }
    }

    @Test
    void refusesAnArchitectureWithoutPaper() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Zoo().add("nothing", Unpublished::new))
                .withMessage("nothing: must carry @Paper, got none");
    }

    @ParameterizedTest
    @MethodSource("entries")
    void everyEntryCanBeFoundShownAndRebuilt(ZooEntry entry) {
        assertThat(Zoo.find(entry.name())).contains(entry);
        assertThat(entry.paper().link()).startsWith("http");
        assertThat(entry.paper().year()).isBetween(1980, 2100);
        assertThat(entry.family()).isNotNull();
        Architecture preset = entry.architecture();
        // An encoder alone is for others to build on.
        assertThat(preset.tasks().isEmpty())
                .isEqualTo("encoder".equals(Hyperparameters.values(preset).get("head")));
        assertThat(preset.inputs())
                .isNotEmpty()
                .allSatisfy(spec -> assertThat(spec.shape().get(0)).isEqualTo(-1));
        assertThat(Hyperparameters.with(preset, Hyperparameters.values(preset))).isEqualTo(preset);
    }

    /** Each numeric hyperparameter says its range, and the constructor holds it. */
    @ParameterizedTest
    @MethodSource("entries")
    void everyConstructorChecks(ZooEntry entry) {
        Architecture preset = entry.architecture();
        for (RecordComponent component : preset.getClass().getRecordComponents()) {
            Hyperparameter rule = component.getAnnotation(Hyperparameter.class);
            assertThat(rule).as(component.getName()).isNotNull();
            String name = Hyperparameters.snakeCase(component.getName());
            if (component.getType() == int.class) {
                int below = (int) rule.min() - 1;
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Hyperparameters.with(preset, Map.of(name, below)))
                        .withMessage(name + ": must be " + Hyperparameters.range(rule) + ", got " + below);
            }
        }
    }

    @Test
    void namesTheStagesThatAreMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResNet(ResNet.Unit.BASIC, List.of(2, 2), 3, 10))
                .withMessage("depths: must name four stages, got [2, 2]");
    }

    @Test
    void knowsNoOtherName() {
        assertThat(Zoo.find("lenet")).isEmpty();
        assertThat(Family.ENCODER_DECODER).hasToString("encoder-decoder");
    }
}
