package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.Fused;
import io.bestiary.zoo.engine.HostMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Keeps the state and counts the steps of every optimizer; what an optimizer computes is the rule that it is given. */
final class KeyedOptimizer implements Optimizer {
    private final NDManager manager;
    private final Decay decay;
    private final List<String> slots;
    private final Consumer<Update> rule;

    /** The arrays of each parameter, in the order of the slots. */
    private Map<String, List<NDArray>> state = Map.of();

    /** Whether the state has been made for, or compared with, the parameters. */
    private boolean bound;

    private long steps;

    /** What does the whole step in one call, where the engine can; or null. */
    private FusedRule fused;

    private record FusedRule(Fused.Rule rule, List<Double> betas, double epsilon) {}

    /** Parameters that move by the same numbers. */
    private record Group(double rate, double decay) {}

    /**
     * Makes an optimizer that has made no step.
     *
     * @param slots names of the arrays that the rule keeps for each parameter
     * @param rule updates one parameter
     */
    KeyedOptimizer(NDManager manager, Decay decay, List<String> slots, Consumer<Update> rule) {
        this.manager = manager;
        this.decay = decay;
        this.slots = slots;
        this.rule = rule;
    }

    /** Names the call that computes the same as the rule, for all parameters at once. */
    KeyedOptimizer fused(Fused.Rule all, List<Double> betas, double epsilon) {
        fused = new FusedRule(all, betas, epsilon);
        return this;
    }

    /**
     * Which parameters decay.
     *
     * @param weightDecay the decay
     * @param normsAndBiases whether parameters with fewer than two dimensions decay too
     */
    record Decay(double weightDecay, boolean normsAndBiases) {
        private double of(NDArray weight) {
            return normsAndBiases || weight.getShape().dimension() > 1 ? weightDecay : 0;
        }
    }

    @Override
    public void step(Map<String, NDArray> parameters, Map<String, NDArray> gradients, ToDoubleFunction<String> rate) {
        Map<String, Shape> shapes = Differences.shapes(parameters);
        Differences.refuse("gradients", shapes, Differences.shapes(gradients));
        if (!bound || !state.keySet().equals(parameters.keySet())) {
            bind(parameters, shapes);
        }
        steps++;
        if (fused != null && Fused.runsOn(manager)) {
            Map<Group, List<String>> groups = new LinkedHashMap<>();
            parameters.forEach((path, weight) -> groups.computeIfAbsent(
                            new Group(rate.applyAsDouble(path), decay.of(weight)), group -> new ArrayList<>())
                    .add(path));
            groups.forEach((group, paths) -> step(group, paths, parameters, gradients));
            return;
        }
        try (Numbers numbers = new Numbers(manager)) {
            parameters.forEach((path, weight) -> {
                // A scope for each parameter: the temporary arrays of one at a time, not of the whole network.
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    double decayed = decay.of(weight);
                    rule.accept(new Update(
                            weight,
                            gradients.get(path),
                            state.get(path),
                            steps,
                            rate.applyAsDouble(path),
                            decayed,
                            numbers));
                }
            });
        }
    }

    private void step(
            Group group, List<String> paths, Map<String, NDArray> parameters, Map<String, NDArray> gradients) {
        Fused.step(
                fused.rule(),
                paths.stream().map(parameters::get).toList(),
                paths.stream().map(gradients::get).toList(),
                paths.stream().map(path -> state.get(path).get(0)).toList(),
                paths.stream().map(path -> state.get(path).get(1)).toList(),
                new Fused.Numbers(
                        group.rate(),
                        fused.betas().get(0),
                        fused.betas().get(1),
                        group.decay(),
                        fused.epsilon(),
                        steps));
    }

    /** Gives every parameter its arrays, in the order of the parameters: zeros, or those that were restored. */
    private void bind(Map<String, NDArray> parameters, Map<String, Shape> shapes) {
        requireFloats("parameters", parameters);
        if (steps > 0 || !state.isEmpty()) {
            Differences.refuse("state", namesOfState(shapes), Differences.shapes(state()));
        }
        Map<String, List<NDArray>> ordered = new LinkedHashMap<>();
        shapes.forEach((path, shape) -> ordered.put(path, state.containsKey(path) ? state.get(path) : zeros(shape)));
        state = ordered;
        bound = true;
    }

    private List<NDArray> zeros(Shape shape) {
        return slots.stream().map(slot -> keep(manager.zeros(shape))).toList();
    }

    /** Takes an array out of the scope that the caller may have opened, which would close it. */
    private static NDArray keep(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> named = new LinkedHashMap<>();
        state.forEach((path, arrays) -> {
            for (int i = 0; i < slots.size(); i++) {
                named.put(slots.get(i) + "/" + path, arrays.get(i));
            }
        });
        return named;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void restore(Map<String, NDArray> saved, long savedSteps) {
        if (savedSteps < 0) {
            throw new IllegalArgumentException("steps: must be at least 0, got " + savedSteps);
        }
        Map<String, Shape> paths = paths(saved);
        Map<String, Shape> expected = bound ? Differences.shapes(state()) : namesOfState(paths);
        Differences.refuse("state", expected, Differences.shapes(saved));
        requireFloats("state", saved);
        Map<String, List<NDArray>> copies = new LinkedHashMap<>();
        paths.forEach((path, shape) -> copies.put(
                path,
                slots.stream()
                        .map(slot -> saved.get(slot + "/" + path).toFloatArray())
                        .map(values -> keep(HostMemory.array(manager, values, shape)))
                        .toList()));
        state.values().forEach(arrays -> arrays.forEach(NDArray::close));
        state = copies;
        bound = false;
        steps = savedSteps;
    }

    private Map<String, Shape> namesOfState(Map<String, Shape> paths) {
        Map<String, Shape> names = new LinkedHashMap<>();
        paths.forEach((path, shape) -> slots.forEach(slot -> names.put(slot + "/" + path, shape)));
        return names;
    }

    /** The parameters that a saved state speaks of. */
    private Map<String, Shape> paths(Map<String, NDArray> saved) {
        Map<String, Shape> paths = new LinkedHashMap<>();
        saved.forEach((name, array) -> slots.stream()
                .filter(slot -> name.startsWith(slot + "/"))
                .forEach(slot -> paths.putIfAbsent(name.substring(slot.length() + 1), array.getShape())));
        return paths;
    }

    private static void requireFloats(String what, Map<String, NDArray> arrays) {
        arrays.forEach((name, array) -> {
            if (array.getDataType() != DataType.FLOAT32) {
                throw new IllegalArgumentException(
                        what + ": must be float32, got " + array.getDataType() + " for " + name);
            }
        });
    }
}
