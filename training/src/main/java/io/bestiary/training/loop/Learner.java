package io.bestiary.training.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.bestiary.training.loop.StepTimes.Phase;
import io.bestiary.training.optimizer.Clipping;
import io.bestiary.training.optimizer.Optimizer;
import io.bestiary.training.optimizer.Schedule;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.LearningTask.Learning;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.Backend.EngineName;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.surgery.Lora;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** A part of a network and what updates it: the one place that opens the gradient tape. */
public final class Learner implements Learning {
    private final String part;
    /** Of the network: what a backward pass finds gradients of. */
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    /** Of other parts: nobody asks for gradients of them meanwhile. */
    private final List<NDArray> resting = new ArrayList<>();
    /** What the optimizer moves: the same, but for matrices that narrow ones stand for. */
    private final Map<String, NDArray> moved;

    private final Optional<Lora> lora;
    private final Engine engine;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final Clipping clipping;
    private final ToDoubleFunction<String> rateOf;
    private final long totalSteps;
    private final Peers peers;
    private final StepTimes times;
    private final double rate;
    private GradientSum sum = GradientSum.WHOLE;
    private double factor = 1;
    /** A rate that holds whatever the schedule says; NaN for none. */
    private double fixed = Double.NaN;

    /**
     * Makes the learner of a part, for one process that sees whole batches.
     *
     * @param part prefix of the names of its parameters; empty for the whole network
     * @param totalSteps steps of the whole training, which schedules count on
     * @param manager owns the optimizer's state
     */
    public Learner(
            String part, Network network, Training training, long totalSteps, Backend backend, NDManager manager) {
        this(part, network, Optional.empty(), training, totalSteps, backend, manager, Peers.ALONE, new StepTimes());
    }

    /** Makes the learners of a task's parts, by their names, each with the settings that the task has for it. */
    static Map<String, Learner> ofParts(
            LearningTask task,
            Network network,
            Optional<Lora> lora,
            Training training,
            long totalSteps,
            Backend backend,
            NDManager manager,
            Peers peers,
            StepTimes times) {
        Map<String, Learner> learners = new LinkedHashMap<>();
        for (String part : task.parts()) {
            Training own = training.with(task.optimizer(part, training));
            long updates = totalSteps * task.updates(part);
            learners.put(part, new Learner(part, network, lora, own, updates, backend, manager, peers, times));
        }
        return learners;
    }

    /** The same at the beginning of a training, in one process and without measuring. */
    static Map<String, Learner> ofParts(
            LearningTask task,
            Network network,
            Training training,
            long totalSteps,
            Backend backend,
            NDManager manager) {
        Optional<Lora> lora = FirstWeights.adapted(network, training, Map.of());
        return ofParts(task, network, lora, training, totalSteps, backend, manager, Peers.ALONE, new StepTimes());
    }

    Learner(
            String part,
            Network network,
            Optional<Lora> lora,
            Training training,
            long totalSteps,
            Backend backend,
            NDManager manager,
            Peers peers,
            StepTimes times) {
        this.part = part;
        boolean canRest = backend.engine() == EngineName.PYTORCH; // MXNet would lose the gradients that are there
        network.parameters().forEach((name, parameter) -> {
            if (parameter.requiresGradient() && (part.isEmpty() || name.startsWith(part + "."))) {
                parameters.put(name, parameter.getArray());
            } else if (parameter.requiresGradient() && canRest) {
                resting.add(parameter.getArray());
            }
        });
        this.lora = lora;
        this.moved = lora.map(narrow -> narrow.parameters(parameters)).orElse(parameters);
        this.engine = Engine.getEngine(backend.engine().djl());
        this.optimizer = training.optimizer().create(manager);
        this.schedule = training.schedule();
        this.clipping = training.clipping();
        this.rate = training.optimizer().rate();
        this.rateOf = RateFactors.of(training.rates());
        this.totalSteps = totalSteps;
        this.peers = peers;
        this.times = times;
    }

    /**
     * Says what the next update is a part of.
     *
     * @param weight how many terms its loss is the mean of
     * @param first whether it begins a step
     * @param last whether it ends a step, so that the parameters move
     */
    void next(double weight, boolean first, boolean last) {
        if (first) {
            sum = last && peers.size() == 1 ? GradientSum.WHOLE : new GradientSum();
        }
        sum = sum.expecting(weight, last);
    }

    @Override
    public double update(Supplier<NDArray> loss) {
        // PyTorch adds to the gradients that are there, those that another part's backward pass left among them; MXNet
        // puts its own in their place. From zeros, both come to the same.
        gradients().values().forEach(gradient -> gradient.subi(gradient));
        double value;
        long start = System.nanoTime();
        resting.forEach(parameter -> parameter.setRequiresGradient(false));
        try (GradientCollector tape = engine.newGradientCollector()) {
            NDArray result = loss.get();
            value = result.getFloat();
            if (!Double.isFinite(value)) {
                throw new NonFiniteLossException(part, optimizer.steps() + 1, value);
            }
            start = times.lap(Phase.FORWARD, start);
            tape.backward(result);
        } finally {
            resting.forEach(parameter -> parameter.setRequiresGradient(true));
        }
        start = times.lap(Phase.BACKWARD, start);
        Map<String, NDArray> gradients = gradients();
        sum.add(gradients);
        if (sum.complete()) {
            step(gradients);
        }
        times.lap(Phase.UPDATE, start);
        return value;
    }

    /** Reads a loss as {@link #update} does, on a tape, without which MXNet's recurrent blocks do not compute; learns nothing. */
    @SuppressWarnings("try") // the tape is not to be played
    double read(Supplier<NDArray> loss) {
        try (GradientCollector tape = engine.newGradientCollector()) {
            return loss.get().getFloat();
        }
    }

    private void step(Map<String, NDArray> found) {
        Map<String, NDArray> ofNetwork = sum.mean(found, peers);
        Map<String, NDArray> gradients =
                lora.map(narrow -> narrow.gradients(ofNetwork)).orElse(ofNetwork);
        if (!(clipping instanceof Clipping.None)) {
            clipping.apply(gradients, moved);
        }
        double now = rate(optimizer.steps());
        optimizer.step(moved, gradients, name -> now * rateOf.applyAsDouble(name));
        lora.ifPresent(Lora::apply);
        sum.close();
    }

    private Map<String, NDArray> gradients() {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> gradients.put(name, parameter.getGradient()));
        return gradients;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /** Follows a schedule that looks at the validations so far. */
    void validated(List<Double> values, boolean higherIsBetter) {
        factor = schedule.factorAfter(values, higherIsBetter);
    }

    /** Learns at this rate from now on, whatever the schedule says. */
    void at(double newRate) {
        fixed = newRate;
    }

    /** The learning rate of the last update. */
    double lastRate() {
        return rate(Math.max(0, optimizer.steps() - 1));
    }

    private double rate(long step) {
        return Double.isNaN(fixed) ? rate * schedule.factor(step, totalSteps) * factor : fixed;
    }
}
