package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.bestiary.zoo.cnn.SqueezeNet;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of network for pictures, small, learns 8 examples by heart. */
class OverfitTest {
    private static final int EXAMPLES = 8;
    private static final int CLASSES = 4;

    /** A small network that goes the same way through the code as the registered one. */
    private record Twin(String name, Map<String, ?> overrides, int side) {
        ImageClassification architecture() {
            Architecture preset = Zoo.find(name).orElseThrow().architecture();
            return (ImageClassification)
                    Hyperparameters.with(Hyperparameters.with(preset, overrides), Map.of("classes", CLASSES));
        }
    }

    private static final List<Twin> TWINS = List.of(
            new Twin("lenet5", Map.of(), 28),
            new Twin("lenet_relu", Map.of(), 32),
            new Twin("row_lstm", Map.of(), 28),
            new Twin("resnet20", Map.of("depth", 1), 32),
            new Twin("resnet18", Map.of("depths", List.of(1, 1, 1, 1)), 64),
            new Twin("resnet50", Map.of("depths", List.of(1, 1, 1, 1)), 64),
            new Twin("resnext50_32x4d", Map.of("depths", List.of(1, 1, 1, 1), "groups", 4, "group_width", 8), 64),
            new Twin("wide_resnet50_2", Map.of("depths", List.of(1, 1, 1, 1)), 64),
            new Twin("alexnet", Map.of("hidden_size", 64, "dropout", 0), 64),
            new Twin("vgg11_bn", Map.of("hidden_size", 64, "dropout", 0), 32),
            new Twin("densenet121", Map.of("depths", List.of(2, 2, 2, 2), "growth", 12), 64),
            new Twin("googlenet", Map.of("dropout", 0), 64),
            new Twin(
                    "efficientnet_b0",
                    Map.of("width_factor", 0.25, "depth_factor", 0.5, "dropout", 0, "stochastic_depth", 0),
                    64),
            new Twin("regnet_y_400mf", Map.of("depth", 6, "initial_width", 24, "slope", 10, "step", 2), 64),
            new Twin(
                    "convnext_tiny",
                    Map.of("depths", List.of(1, 1, 2, 1), "widths", List.of(16, 32, 48, 64), "stochastic_depth", 0),
                    64),
            new Twin("vit_mnist", Map.of("hidden_size", 32, "layers", 2, "feed_forward", 64, "dropout", 0), 28),
            new Twin(
                    "swin_tiny",
                    Map.of(
                            "depths",
                            List.of(2, 2),
                            "heads",
                            List.of(2, 4),
                            "width",
                            16,
                            "window",
                            4,
                            "stochastic_depth",
                            0),
                    64),
            new Twin("mobilenet_v2", Map.of("width_factor", 0.25, "dropout", 0), 64),
            new Twin("mobilenet_v3_small", Map.of("width_factor", 0.25, "dropout", 0), 64),
            new Twin("shufflenet_v2_x1_0", Map.of("depths", List.of(2, 2, 2), "widths", List.of(24, 32, 64, 128)), 64));

    static Stream<Arguments> twinsAndEngines() {
        return TWINS.stream().flatMap(twin -> Engines.all().stream().map(engine -> Arguments.of(twin, engine)));
    }

    @Test
    void everyRegisteredRecordHasATwin() {
        List<Class<?>> tried = TWINS.stream()
                .<Class<?>>map(twin -> twin.architecture().getClass())
                .collect(Collectors.toCollection(ArrayList::new));
        // Its logits come out of a ReLU: on pictures of noise, those that are zero for all have no gradient and stay
        // there. So it is in torchvision too: from our first values it goes our way, and from two of its own it ends
        // with
        // all logits of three or four of the four classes at zero (loss 1.3863, the logarithm of 4, and 1.0397).
        tried.add(SqueezeNet.class);
        assertThat(Zoo.entries().stream().filter(entry -> entry.architecture() instanceof ImageClassification))
                .allSatisfy(
                        entry -> assertThat(tried).contains(entry.architecture().getClass()));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("twinsAndEngines")
    @Tag("slow")
    void learnsEightExamplesByHeart(Twin twin, String engine) {
        ImageClassification architecture = twin.architecture();
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 3)) {
            Adam adam = new Adam(network, 2e-3f);
            float first = step(network, architecture, twin.side(), adam);
            float last = first;
            for (int i = 0; i < 200 && last > first / 20; i++) {
                last = step(network, architecture, twin.side(), adam);
            }
            assertThat(last).isLessThan(first / 20);
        }
    }

    private static float step(Network network, ImageClassification architecture, int side, Adam adam) {
        try (NDManager scope = network.manager().newSubManager()) {
            NDList pictures = Samples.pictures(scope, EXAMPLES, architecture.channels(), side);
            NDArray labels =
                    scope.arange(EXAMPLES).toType(DataType.INT32, false).mod(CLASSES);
            NDArray loss;
            try (GradientCollector tape = scope.getEngine().newGradientCollector()) {
                NDArray logits = network.forward(pictures, true).singletonOrThrow();
                loss = logits.logSoftmax(1)
                        .mul(labels.oneHot(CLASSES))
                        .sum()
                        .mul(HostMemory.number(logits, -1.0 / EXAMPLES));
                tape.backward(loss);
            }
            adam.step(scope);
            return loss.getFloat();
        }
    }

    /** Kingma and Ba, 2014, as plain as it can be. */
    private static final class Adam {
        private final Network network;
        private final float rate;
        private final Map<String, NDArray> means = new HashMap<>();
        private final Map<String, NDArray> squares = new HashMap<>();
        private int steps;

        Adam(Network network, float rate) {
            this.network = network;
            this.rate = rate;
        }

        void step(NDManager scope) {
            steps++;
            double correction = Math.sqrt(1 - Math.pow(0.999, steps)) / (1 - Math.pow(0.9, steps));
            network.parameters().forEach((name, parameter) -> {
                if (parameter.requiresGradient()) {
                    update(name, parameter, scope, (float) (rate * correction));
                }
            });
        }

        private void update(String name, Parameter parameter, NDManager scope, float rate) {
            NDArray value = parameter.getArray();
            NDArray gradient = value.getGradient();
            gradient.attach(scope);
            Shape shape = value.getShape();
            NDArray mean = means.computeIfAbsent(name, key -> network.manager().zeros(shape));
            NDArray square =
                    squares.computeIfAbsent(name, key -> network.manager().zeros(shape));
            mean.tempAttach(scope); // with what is computed from them below
            square.tempAttach(scope);
            mean.muli(0.9f).addi(gradient.mul(0.1f));
            square.muli(0.999f).addi(gradient.square().mul(0.001f));
            value.subi(mean.mul(rate).div(square.sqrt().add(1e-8f)));
            gradient.subi(gradient); // PyTorch would add the next one to it
        }
    }
}
