package io.bestiary.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.HostMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step in one call leaves the weights that a step parameter by parameter leaves. */
class FusedTest {
    private static final int STEPS = 20;

    @AfterEach
    void forget() {
        System.clearProperty("bestiary.portable");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void equalsThePortableForm(boolean apart) {
        OptimizerSpec spec = apart
                ? new AdamW(0.01, List.of(0.9, 0.99), 1e-6, 0.1, false)
                : new Adam(0.01, List.of(0.5, 0.999), 1e-8, 0.1, true);
        List<float[]> fused = train(spec);
        System.setProperty("bestiary.portable", "true");
        List<float[]> portable = train(spec);
        for (int i = 0; i < fused.size(); i++) {
            assertThat(fused.get(i)).containsExactly(portable.get(i), within(2e-6f));
        }
    }

    /** Weights and state after some steps. */
    private static List<float[]> train(OptimizerSpec spec) {
        Random random = new Random(3);
        try (NDManager manager = Backend.of("pytorch", "cpu").newManager()) {
            Map<String, NDArray> weights = new LinkedHashMap<>();
            weights.put("fc.weight", drawn(manager, random, new Shape(5, 7)));
            weights.put("fc.bias", drawn(manager, random, new Shape(5)));
            weights.put("scale", drawn(manager, random, new Shape(1)));
            Optimizer optimizer = spec.create(manager);
            for (int step = 0; step < STEPS; step++) {
                Map<String, NDArray> gradients = new LinkedHashMap<>();
                weights.forEach((name, weight) -> gradients.put(name, drawn(manager, random, weight.getShape())));
                optimizer.step(weights, gradients, 0.01 / (1 + step));
            }
            List<float[]> all = new ArrayList<>();
            weights.values().forEach(weight -> all.add(weight.toFloatArray()));
            optimizer.state().values().forEach(array -> all.add(array.toFloatArray()));
            return all;
        }
    }

    private static NDArray drawn(NDManager manager, Random random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return HostMemory.array(manager, values, shape);
    }
}
