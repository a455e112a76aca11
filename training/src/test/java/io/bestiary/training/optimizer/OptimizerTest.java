package io.bestiary.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.zoo.engine.Backend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private static final Map<String, OptimizerSpec> SPECS = new LinkedHashMap<>();

    static {
        List<Double> betas = List.of(0.9, 0.999);
        SPECS.putAll(OptimizerSpec.defaults());
        SPECS.put("sgd-decay", new Sgd(0.1, 0, false, 0.05, true));
        SPECS.put("sgd-momentum", new Sgd(0.1, 0.9, false, 0, true));
        SPECS.put("sgd-nesterov", new Sgd(0.1, 0.9, true, 0.05, true));
        SPECS.put("adam-decay", new Adam(0.01, List.of(0.8, 0.95), 1e-6, 0.1, true));
        SPECS.put("adamw-spared", new AdamW(0.01, betas, 1e-8, 0.1, false));
        SPECS.put("rmsprop-momentum", new RmsProp(0.01, 0.9, 1e-8, 0.8, 0.1, true));
        SPECS.put("adagrad-decay", new Adagrad(0.1, 1e-10, 0.1, true));
        SPECS.put("lion-decay", new Lion(0.01, List.of(0.9, 0.99), 0.1, true));
        SPECS.put("lamb-spared", new Lamb(0.01, betas, 1e-6, 0.1, false));
    }

    @Test
    void everyReferenceIsTested() {
        assertThat(SPECS.keySet()).isEqualTo(Fixture.read("optimizers.json").keySet());
    }

    static Stream<Arguments> everywhere() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine -> SPECS.keySet().stream().map(name -> Arguments.of(engine, name)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void equalsTheReferenceOver50Steps(String engine, String name) {
        Map<String, Object> reference = Fixture.member(Fixture.read("optimizers.json"), name);
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Optimizer optimizer = SPECS.get(name).create(manager);
            Map<String, NDArray> parameters = Fixture.parameters(manager);
            for (int step = 0; step < 50; step++) {
                step(optimizer, name, parameters, step);
                Map<String, Object> expected = Fixture.member(reference, String.valueOf(step + 1));
                if (expected != null) {
                    assertThat(parameters)
                            .as("after step %d", step + 1)
                            .allSatisfy((path, array) -> assertThat(Fixture.difference(array, expected.get(path)))
                                    .as(path)
                                    .isLessThan(1e-6));
                }
            }
            assertThat(optimizer.steps()).isEqualTo(50);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void goesOnFromASavedStateToTheSameBits(String engine, String name) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Optimizer unbroken = SPECS.get(name).create(manager);
            Map<String, NDArray> parameters = Fixture.parameters(manager);
            steps(unbroken, name, parameters, 0, 17);

            Map<String, NDArray> saved = Fixture.copies(parameters, manager);
            Map<String, NDArray> state = Fixture.copies(unbroken.state(), manager);
            steps(unbroken, name, parameters, 17, 40);

            Optimizer resumed = SPECS.get(name).create(manager);
            resumed.restore(state, 17);
            state.values().forEach(NDArray::close);
            steps(resumed, name, saved, 17, 40);

            assertThat(Fixture.values(saved)).isEqualTo(Fixture.values(parameters));
            assertThat(Fixture.values(resumed.state())).isEqualTo(Fixture.values(unbroken.state()));
            assertThat(resumed.state().keySet())
                    .containsExactlyElementsOf(unbroken.state().keySet());
            assertThat(resumed.steps()).isEqualTo(40);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void leavesNoArraysBehind(String engine, String name) {
        Backend backend = Backend.of(engine, "cpu");
        try (NDManager manager = backend.newManager()) {
            Optimizer optimizer = SPECS.get(name).create(manager);
            Map<String, NDArray> parameters = Fixture.parameters(manager);
            for (int step = 0; step < 10; step++) {
                // The scope of the training loop must not take the state with it.
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    step(optimizer, name, parameters, step);
                }
            }
            long early = backend.liveArrays();
            steps(optimizer, name, parameters, 10, 200);
            assertThat(backend.liveArrays()).isEqualTo(early);
            assertThat(early)
                    .isGreaterThanOrEqualTo(
                            parameters.size() + optimizer.state().size());
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void leavesTheGradientsAsTheyAre(String engine, String name) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Map<String, NDArray> gradients = Fixture.gradients(manager, 3);
            Map<String, List<Float>> before = Fixture.values(gradients);
            Optimizer optimizer = SPECS.get(name).create(manager);
            Map<String, NDArray> parameters = Fixture.parameters(manager);
            optimizer.step(parameters, gradients, 0.1);
            optimizer.step(parameters, gradients, 0.1);
            assertThat(Fixture.values(gradients)).isEqualTo(before);
        }
    }

    private static void steps(Optimizer optimizer, String name, Map<String, NDArray> parameters, int from, int to) {
        for (int step = from; step < to; step++) {
            step(optimizer, name, parameters, step);
        }
    }

    /** One step at the rate of the reference, which falls in a line. */
    private static void step(Optimizer optimizer, String name, Map<String, NDArray> parameters, int step) {
        NDManager manager = parameters.values().iterator().next().getManager();
        try (NDManager ofStep = manager.newSubManager()) {
            double rate = SPECS.get(name).rate() * (1 - step / 100.0);
            optimizer.step(parameters, Fixture.gradients(ofStep, step), rate);
        }
    }
}
