package io.bestiary.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Backend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptimizerMessagesTest {
    private final NDManager manager = Backend.of("pytorch", "cpu").newManager();
    private final Map<String, NDArray> parameters = Map.of("fc.weight", manager.ones(new Shape(2, 3)));
    private final Optimizer optimizer = new Sgd(0.1, 0.9, false, 0, true).create(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void refusesHyperparametersOutOfRange() {
        refused("momentum: must be between 0 and 1, got 2.0", () -> new Sgd(0.1, 2, false, 0, true));
        refused("rate: must be between 0 and 1000, got NaN", () -> new Sgd(Double.NaN, 0, false, 0, true));
        refused("nesterov: must have a momentum above 0, got momentum 0.0", () -> new Sgd(0.1, 0, true, 0, true));
        refused(
                "betas: must be two numbers, at least 0 and below 1, got [0.9, 1.0]",
                () -> new Adam(0.1, List.of(0.9, 1.0), 1e-8, 0, true));
        refused(
                "betas: must be two numbers, at least 0 and below 1, got [0.9]",
                () -> new Lion(0.1, List.of(0.9), 0, true));
        refused("weight_decay: must be between 0 and 100, got -0.1", () -> new Adagrad(0.1, 1e-10, -0.1, true));
        refused("smoothing: must be between 0 and 1, got 1.5", () -> new RmsProp(0.1, 1.5, 1e-8, 0, 0, true));
    }

    @Test
    void refusesGradientsThatDoNotFit() {
        refused(
                "gradients: must have the names and shapes of the parameters, got nothing for fc.weight",
                () -> optimizer.step(parameters, Map.of(), 0.1));
        refused(
                "gradients: must have the names and shapes of the parameters, got (3, 2) for fc.weight of (2, 3)",
                () -> optimizer.step(parameters, Map.of("fc.weight", manager.ones(new Shape(3, 2))), 0.1));
        assertThat(optimizer.steps()).isZero();
        assertThat(parameters.get("fc.weight").toFloatArray()).containsOnly(1);
    }

    @Test
    void refusesParametersOfOtherTypes() {
        Map<String, NDArray> doubles = Map.of("fc.weight", manager.ones(new Shape(2), DataType.FLOAT64));
        refused("parameters: must be float32, got float64 for fc.weight", () -> optimizer.step(doubles, doubles, 0.1));
    }

    @Test
    void refusesOtherParametersThanBefore() {
        optimizer.step(parameters, parameters, 0.1);
        Map<String, NDArray> others = Map.of("conv.weight", manager.ones(new Shape(2, 3)));
        refused(
                "state: must have the names and shapes of the parameters, got nothing for momentum/conv.weight;"
                        + " momentum/fc.weight, which is unknown",
                () -> optimizer.step(others, others, 0.1));
    }

    @Test
    void refusesAStateOfAnotherOptimizer() {
        Map<String, NDArray> ofAdam = Map.of("first_moment/fc.weight", manager.ones(new Shape(2, 3)));
        refused(
                "state: must have the names and shapes of the parameters, got first_moment/fc.weight, which is unknown",
                () -> optimizer.restore(ofAdam, 3));
        refused(
                "state: must have the names and shapes of the parameters, got nothing for second_moment/fc.weight",
                () -> Adam.DEFAULTS.create(manager).restore(ofAdam, 3));
        refused("steps: must be at least 0, got -1", () -> optimizer.restore(Map.of(), -1));
    }

    @Test
    void refusesAStateOfAnotherNetworkAtOnceOrInTheFirstStep() {
        Map<String, NDArray> wide = Map.of("momentum/fc.weight", manager.ones(new Shape(2, 4)));
        String message = "state: must have the names and shapes of the parameters, got (2, 4) for momentum/fc.weight of"
                + " (2, 3)";
        optimizer.restore(wide, 3);
        refused(message, () -> optimizer.step(parameters, parameters, 0.1));
        optimizer.restore(Map.of(), 3);
        refused(
                "state: must have the names and shapes of the parameters, got nothing for momentum/fc.weight",
                () -> optimizer.step(parameters, parameters, 0.1));
        optimizer.restore(Map.of(), 0);
        optimizer.step(parameters, parameters, 0.1);
        refused(message, () -> optimizer.restore(wide, 3));
        assertThat(optimizer.steps()).isEqualTo(1);
    }

    @Test
    void listsTheFirstDifferencesAndCountsTheRest() {
        Map<String, NDArray> gradients = new HashMap<>(parameters);
        for (int i = 0; i < 8; i++) {
            gradients.put("layer" + i, parameters.get("fc.weight"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.step(parameters, gradients, 0.1))
                .withMessageEndingWith("; and 3 more");
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
