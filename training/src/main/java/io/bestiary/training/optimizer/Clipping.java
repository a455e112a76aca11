package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bounds the gradients before a step. */
public sealed interface Clipping {

    /**
     * Clips gradients in place.
     *
     * @param gradients by path
     * @param parameters at least those that have a gradient
     * @return the Euclidean norm of all gradients together, before clipping; where it is not finite the gradients stay as
     *     they are, and a step along them would spoil the parameters
     */
    double apply(Map<String, NDArray> gradients, Map<String, NDArray> parameters);

    /** Every way of clipping by its name in recipes, with its defaults. */
    static Map<String, Clipping> defaults() {
        Map<String, Clipping> all = new LinkedHashMap<>();
        all.put("none", None.DEFAULTS);
        all.put("norm", ByNorm.DEFAULTS);
        all.put("value", ByValue.DEFAULTS);
        all.put("adaptive", Adaptive.DEFAULTS);
        return all;
    }

    /** Leaves the gradients as they are. */
    record None() implements Clipping {
        public static final None DEFAULTS = new None();

        @Override
        public double apply(Map<String, NDArray> gradients, Map<String, NDArray> parameters) {
            return Norms.ofAll(gradients.values());
        }
    }

    /**
     * Shortens all gradients together to a given norm; Pascanu et al., 2012, https://arxiv.org/abs/1211.5063.
     *
     * <p>As {@code torch.nn.utils.clip_grad_norm_} computes it: g *= min(1, bound / (norm + 1e-6)).
     */
    record ByNorm(
            @Hyperparameter(value = "bound of the norm of all gradients together", min = 0, max = 1e9)
            double norm) implements Clipping {

        public static final ByNorm DEFAULTS = new ByNorm(1);

        public ByNorm {
            Hyperparameters.check(ByNorm.class, norm);
        }

        @Override
        public double apply(Map<String, NDArray> gradients, Map<String, NDArray> parameters) {
            double found = Norms.ofAll(gradients.values());
            double scale = norm / (found + 1e-6);
            if (scale < 1 && Double.isFinite(found)) {
                try (Numbers numbers = numbers(gradients)) {
                    NDArray factor = numbers.of(scale);
                    gradients.values().forEach(gradient -> gradient.muli(factor));
                }
            }
            return found;
        }
    }

    /** Cuts each number of the gradients to [-value, value], as {@code torch.nn.utils.clip_grad_value_} does. */
    record ByValue(
            @Hyperparameter(value = "bound of each number of the gradients", min = 0, max = 1e9)
            double value) implements Clipping {

        public static final ByValue DEFAULTS = new ByValue(1);

        public ByValue {
            Hyperparameters.check(ByValue.class, value);
        }

        @Override
        public double apply(Map<String, NDArray> gradients, Map<String, NDArray> parameters) {
            double found = Norms.ofAll(gradients.values());
            if (Double.isFinite(found)) {
                try (Numbers numbers = numbers(gradients)) {
                    gradients.values().forEach(gradient -> clip(gradient, numbers));
                }
            }
            return found;
        }

        private void clip(NDArray gradient, Numbers numbers) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray clipped = gradient.minimum(numbers.of(value)).maximum(numbers.of(-value));
                // DJL neither clips in place nor may a gradient be copied into; 0 + clipped is exact.
                gradient.subi(gradient).addi(clipped);
            }
        }
    }

    /**
     * Shortens the gradient of each unit, a row of the weights, to a part of the norm of that row; Brock et al., 2021,
     * https://arxiv.org/abs/2102.06171.
     *
     * <p>A row's weights count as at least 1e-3 long; a parameter with fewer than two dimensions is one row. The paper spares
     * the last layer: leave it out of the gradients given here.
     */
    record Adaptive(
            @Hyperparameter(value = "bound of a gradient's norm, as a part of its weights' norm", min = 0, max = 1000)
            double factor)
            implements Clipping {

        private static final double SHORTEST_WEIGHT = 1e-3;
        private static final double SHORTEST_GRADIENT = 1e-6;

        public static final Adaptive DEFAULTS = new Adaptive(0.01);

        public Adaptive {
            Hyperparameters.check(Adaptive.class, factor);
        }

        @Override
        public double apply(Map<String, NDArray> gradients, Map<String, NDArray> parameters) {
            double found = Norms.ofAll(gradients.values());
            if (Double.isFinite(found)) {
                try (Numbers numbers = numbers(gradients)) {
                    gradients.forEach((path, gradient) -> clip(gradient, parameters.get(path), numbers));
                }
            }
            return found;
        }

        private void clip(NDArray gradient, NDArray weight, Numbers numbers) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray bound = Norms.ofRows(weight)
                        .maximum(numbers.of(SHORTEST_WEIGHT))
                        .mul(numbers.of(factor));
                NDArray length = Norms.ofRows(gradient).maximum(numbers.of(SHORTEST_GRADIENT));
                gradient.muli(bound.divi(length).minimum(numbers.of(1)));
            }
        }
    }

    private static Numbers numbers(Map<String, NDArray> gradients) {
        return new Numbers(gradients.values().iterator().next().getManager());
    }
}
