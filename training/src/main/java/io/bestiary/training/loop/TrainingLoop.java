package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Loader;
import io.bestiary.datasets.Seeds;
import io.bestiary.training.recipe.Checkpoints;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.Evaluation;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.Metric;
import io.bestiary.training.task.SplitName;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.checkpoint.TrainingState;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Trains any task: batches in order, a step each, validation and checkpoints after every epoch. */
public final class TrainingLoop implements AutoCloseable {
    private final LearningTask task;
    private final Training training;
    private final Backend backend;
    private final CheckpointWriter checkpoints;
    private final TrainingObserver observer;
    private final BooleanSupplier stop;
    private final NDManager manager;
    private final Network network;
    private final BatchPlan plan;
    private final RunLog log;
    private final Map<String, Learner> learners = new LinkedHashMap<>();
    private TrainingProgress progress;
    private boolean saved = true;
    private long savedAt = System.nanoTime();

    /**
     * Builds the network: with its first values, or as a checkpoint left it.
     *
     * @param from where to go on; empty to begin
     * @param stop asked after each step: whether to save and end
     */
    public TrainingLoop(
            LearningTask task,
            Training training,
            Backend backend,
            CheckpointWriter checkpoints,
            TrainingObserver observer,
            Optional<Checkpoint> from,
            BooleanSupplier stop) {
        this.task = task;
        this.training = training;
        this.backend = backend;
        this.checkpoints = checkpoints;
        this.observer = observer;
        this.stop = stop;
        this.manager = backend.newManager();
        this.network = from.map(checkpoint -> checkpoint.network(manager))
                .orElseGet(() -> Network.create(task.architecture(), manager, training.seed()));
        this.plan = LimitedPlan.of(task.plan(), training);
        long totalSteps = (long) training.epochs() * plan.batches(0).size();
        task.parts()
                .forEach(
                        part -> learners.put(part, new Learner(part, network, training, totalSteps, backend, manager)));
        this.progress = from.map(this::restore).orElseGet(TrainingProgress::beginning);
        this.log = new RunLog(checkpoints.run().log(), progress.logBytes());
    }

    private TrainingProgress restore(Checkpoint checkpoint) {
        TrainingState state = checkpoint
                .trainingState(manager)
                .orElseThrow(() -> new CheckpointException(
                        checkpoint.folder() + ": holds no training state, so that it cannot be gone on from"));
        TrainingProgress restored = TrainingProgress.of(state.progress());
        learners.forEach((part, learner) -> {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            state.arrays().forEach((name, array) -> {
                if (name.startsWith(prefix(part))) {
                    arrays.put(name.substring(prefix(part).length()), array);
                }
            });
            learner.optimizer().restore(arrays, restored.optimizerSteps().get(part));
        });
        return restored;
    }

    /** Steps done so far, those of earlier processes included. */
    public long steps() {
        return progress.step();
    }

    /** Number of trainable parameters. */
    public long parameters() {
        return network.parameters().values().stream()
                .filter(ai.djl.nn.Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    /**
     * Trains to the end and measures the best checkpoint.
     *
     * @throws NonFiniteLossException when the loss is no longer a number
     * @throws TrainingStoppedException when it was asked to stop, after saving
     */
    public Outcome run() {
        long start = System.nanoTime();
        try (Loader loader = new Loader(plan, task.collator(), training.workers())) {
            while (progress.epoch() < training.epochs()) {
                epoch(loader);
                finishEpoch();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        SplitName split = task.size(SplitName.TEST) > 0 ? SplitName.TEST : SplitName.VALIDATION;
        boolean measurable = task.size(split) > 0;
        return new Outcome(
                split,
                measurable ? Optional.of(evaluateBest(split)) : Optional.empty(),
                measurable ? Optional.of(task.floor(split)) : Optional.empty(),
                progress.epoch(),
                progress.step(),
                seconds,
                parameters(),
                saved);
    }

    private void epoch(Loader loader) {
        int examples = plan.batches(progress.epoch()).stream()
                .mapToInt(batch -> batch.length)
                .sum();
        observer.epochStarts(progress.epoch(), training.epochs(), examples, task.unit());
        try (Loader.Batches batches = loader.epoch(progress.epoch(), progress.batch())) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                // Dropout and the like are functions of the step, so that a resumed run draws what an unbroken one
                // draws.
                backend.seed(Seeds.mix(training.seed(), "step", progress.step()));
                Map<String, Double> values = step(batch);
                progress = progress.stepped(values, batch.size());
                observer.stepped(progress.examples(), progress.means());
                if (progress.step() % training.logSteps() == 0) {
                    log(stepRow(values));
                }
                stopIfAsked();
            }
        }
    }

    private void stopIfAsked() {
        if (stop.getAsBoolean()) {
            save(false, Map.of());
            throw new TrainingStoppedException(progress.step());
        }
        if (checkpointDue()) {
            save(false, Map.of());
        }
    }

    private boolean checkpointDue() {
        Checkpoints when = training.checkpoints();
        return (when.steps() > 0 && progress.step() % when.steps() == 0)
                || (when.minutes() > 0 && System.nanoTime() - savedAt >= when.minutes() * 60_000_000_000L);
    }

    private Map<String, Object> stepRow(Map<String, Double> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("step", progress.step());
        row.put("epoch", progress.epoch() + 1);
        learners.forEach((part, learner) -> row.put(rateOf(part), learner.lastRate()));
        values.forEach((name, value) -> row.put("train_" + name, value));
        row.put("weights", Fingerprint.of(network));
        return row;
    }

    /** A line that cannot be written does not end the training. */
    private void log(Map<String, Object> row) {
        try {
            log.append(row);
        } catch (RunFolderException e) {
            observer.notice("NOT SAVED: " + e.getMessage() + "; the training goes on");
        }
    }

    private static String rateOf(String part) {
        return part.isEmpty() ? "rate" : part + "_rate";
    }

    private Map<String, Double> step(Batch batch) {
        try (NDScope scope = new NDScope();
                NDManager arrays = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            return task.step(new LearningTask.Step(network, batch, arrays), learners);
        }
    }

    private void finishEpoch() {
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("epoch", (double) progress.epoch() + 1);
        row.put("step", (double) progress.step());
        learners.forEach((part, learner) -> row.put(rateOf(part), learner.lastRate()));
        progress.means().forEach((name, value) -> row.put("train_" + name, value));
        Double best = progress.best();
        boolean improved = false;
        Map<String, Double> measured = Map.of();
        if (task.size(SplitName.VALIDATION) > 0) {
            measured = task.evaluate(network, manager, SplitName.VALIDATION).metrics();
            measured.forEach((name, value) -> row.put("validation_" + name, value));
            Metric first = task.metrics().get(0);
            double value = measured.get(first.name());
            improved = best == null || first.better(value, best);
            best = improved ? Double.valueOf(value) : best;
        }
        progress = progress.nextEpoch(row, best);
        observer.epochEnds(row, improved);
        log(new LinkedHashMap<>(row));
        save(improved, measured);
    }

    /** A checkpoint that cannot be written does not end the training: the last whole one stays, and it is said aloud. */
    private void save(boolean improved, Map<String, Double> measured) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        Map<String, Long> steps = new LinkedHashMap<>();
        learners.forEach((part, learner) -> {
            learner.optimizer().state().forEach((name, array) -> arrays.put(prefix(part) + name, array));
            steps.put(part, learner.optimizer().steps());
        });
        savedAt = System.nanoTime();
        try {
            progress = progress.with(steps, log.sync());
            TrainingState state = new TrainingState(progress.toJson(), arrays);
            checkpoints.metrics(progress.history());
            // The best first: a run killed between the two repeats the epoch, and writes the same best again.
            if (improved) {
                checkpoints.best(network, measured);
            }
            if (progress.batch() == 0
                    && training.checkpoints().keepEvery() > 0
                    && progress.epoch() % training.checkpoints().keepEvery() == 0) {
                checkpoints.keep(progress.epoch(), network, measured, state);
            }
            checkpoints.last(network, measured, state);
            saved = true;
        } catch (CheckpointException | RunFolderException e) {
            saved = false;
            observer.notice("NOT SAVED: " + e.getMessage() + "; the training goes on");
        }
    }

    private static String prefix(String part) {
        return part.isEmpty() ? "" : part + "/";
    }

    private Evaluation evaluateBest(SplitName split) {
        return checkpoints
                .openBest()
                .map(best -> {
                    try (Network chosen = best.network(manager)) {
                        return task.evaluate(chosen, manager, split);
                    }
                })
                .orElseGet(() -> task.evaluate(network, manager, split));
    }

    @Override
    public void close() {
        log.close();
        manager.close();
    }
}
