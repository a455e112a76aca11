package io.bestiary.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers and clipping on a real network, whose parameters and gradients belong to the engine. */
class RealGradientsTest {
    private final Loss loss = new SoftmaxCrossEntropyLoss();

    static Stream<Arguments> everywhere() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine ->
                        Clipping.defaults().keySet().stream().map(clipping -> Arguments.of(engine, clipping)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void learnsEightExamplesByHeartAndLeavesNoArraysBehind(String engine, String clipping) {
        Backend backend = Backend.of(engine, "cpu");
        try (NDManager manager = backend.newManager();
                Network network = Network.create(new LeNet5(12, 1, 4), manager, 1)) {
            Optimizer optimizer = new AdamW(0.005, AdamW.DEFAULTS.betas(), 1e-8, 0.01, false).create(manager);
            NDArray inputs = manager.arange(8 * 144f).sin().reshape(8, 1, 12, 12);
            NDArray labels =
                    manager.arange(8).toType(DataType.INT64, false).mod(4).reshape(new Shape(8, 1));
            float first = step(network, optimizer, Clipping.defaults().get(clipping), inputs, labels);
            float last = first;
            long early = backend.liveArrays();
            for (int i = 0; i < 30; i++) {
                last = step(network, optimizer, Clipping.defaults().get(clipping), inputs, labels);
            }
            assertThat(last).isLessThan(first / 2);
            assertThat(backend.liveArrays()).isEqualTo(early);
        }
    }

    private float step(Network network, Optimizer optimizer, Clipping clipping, NDArray inputs, NDArray labels) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Map<String, NDArray> parameters = new LinkedHashMap<>();
            Map<String, NDArray> gradients = new LinkedHashMap<>();
            NDArray value;
            try (GradientCollector collector = Engine.getEngine(
                            inputs.getManager().getEngine().getEngineName())
                    .newGradientCollector()) {
                value = loss.evaluate(new NDList(labels), network.forward(new NDList(inputs), true));
                collector.backward(value);
            }
            for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
                parameters.put(entry.getKey(), entry.getValue().getArray());
                gradients.put(entry.getKey(), entry.getValue().getArray().getGradient());
            }
            assertThat(clipping.apply(gradients, parameters)).isPositive().isFinite();
            optimizer.step(parameters, gradients, 0.005);
            gradients.values().forEach(gradient -> gradient.subi(gradient));
            return value.getFloat();
        }
    }
}
