package io.bestiary.training.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.bestiary.training.optimizer.Clipping;
import io.bestiary.training.optimizer.Optimizer;
import io.bestiary.training.optimizer.Schedule;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask.Learning;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A part of a network and what updates it: the one place that opens the gradient tape. */
public final class Learner implements Learning {
    private final String part;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Engine engine;
    private final Optimizer optimizer;
    private final double rate;
    private final Schedule schedule;
    private final Clipping clipping;
    private final long totalSteps;

    /**
     * Makes the learner of a part.
     *
     * @param part prefix of the names of its parameters; empty for the whole network
     * @param totalSteps steps of the whole training, which schedules count on
     * @param manager owns the optimizer's state
     */
    public Learner(
            String part, Network network, Training training, long totalSteps, Backend backend, NDManager manager) {
        this.part = part;
        network.parameters().forEach((name, parameter) -> {
            if (parameter.requiresGradient() && (part.isEmpty() || name.startsWith(part + "."))) {
                parameters.put(name, parameter.getArray());
            }
        });
        this.engine = Engine.getEngine(backend.engine().djl());
        this.optimizer = training.optimizer().create(manager);
        this.rate = training.optimizer().rate();
        this.schedule = training.schedule();
        this.clipping = training.clipping();
        this.totalSteps = totalSteps;
    }

    @Override
    public double update(Supplier<NDArray> loss) {
        // PyTorch adds to the gradients that are there, those that another part's backward pass left among them.
        gradients().values().forEach(gradient -> gradient.subi(gradient));
        double value;
        try (GradientCollector tape = engine.newGradientCollector()) {
            NDArray result = loss.get();
            value = result.getFloat();
            if (!Double.isFinite(value)) {
                throw new NonFiniteLossException(part, optimizer.steps() + 1, value);
            }
            tape.backward(result);
        }
        Map<String, NDArray> gradients = gradients();
        if (!(clipping instanceof Clipping.None)) {
            clipping.apply(gradients, parameters);
        }
        optimizer.step(parameters, gradients, rate(optimizer.steps()));
        return value;
    }

    private Map<String, NDArray> gradients() {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> gradients.put(name, parameter.getGradient()));
        return gradients;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /** The learning rate of the last update. */
    double lastRate() {
        return rate(Math.max(0, optimizer.steps() - 1));
    }

    private double rate(long step) {
        return rate * schedule.factor(step, totalSteps);
    }
}
