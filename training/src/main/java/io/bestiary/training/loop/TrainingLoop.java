package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Loader;
import io.bestiary.datasets.Seeds;
import io.bestiary.training.loop.StepTimes.Phase;
import io.bestiary.training.recipe.Checkpoints;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.Evaluation;
import io.bestiary.training.task.Exhibit;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.Metric;
import io.bestiary.training.task.SplitName;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.checkpoint.CopyBuffers;
import io.bestiary.zoo.checkpoint.TrainingState;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.surgery.Lora;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Trains any task: batches in order, a step each, validation and checkpoints after every epoch. */
public final class TrainingLoop implements AutoCloseable {
    private final LearningTask task;
    private final Training training;
    private final Backend backend;
    private final CheckpointWriter checkpoints;
    private final TrainingObserver observer;
    private final BooleanSupplier stop;
    private final Peers peers;
    private final NDManager manager;
    private final Network network;
    private final Optional<Lora> lora;
    private final Optional<WeightAverage> average;
    private final BatchPlan whole;
    private final BatchPlan plan;
    /** What is written while it goes; absent in all processes but the first. */
    private final Optional<RunJournal> journal;

    private final LeakGuard leaks;
    private final StepTimes times = new StepTimes();
    private final Map<String, Learner> learners;
    private final CopyBuffers lastCopies = new CopyBuffers();
    private final CopyBuffers bestCopies = new CopyBuffers();
    private final CopyBuffers keptCopies = new CopyBuffers();
    private Map<String, Double> timed = times.seconds();
    private TrainingProgress progress;
    private long savedAt = System.nanoTime();

    /** As the constructor below, for one process. */
    public TrainingLoop(
            LearningTask task,
            Training training,
            Backend backend,
            CheckpointWriter checkpoints,
            TrainingObserver observer,
            Optional<Checkpoint> from,
            BooleanSupplier stop) {
        this(task, training, backend, checkpoints, observer, from, stop, Peers.ALONE);
    }

    /**
     * Builds the network: with its first values, or as a checkpoint left it.
     *
     * @param from where to go on; empty to begin
     * @param stop asked after each step: whether to save and end
     * @param peers the processes that train with this one
     */
    public TrainingLoop(
            LearningTask task,
            Training training,
            Backend backend,
            CheckpointWriter checkpoints,
            TrainingObserver observer,
            Optional<Checkpoint> from,
            BooleanSupplier stop,
            Peers peers) {
        this.task = task;
        this.training = training;
        this.backend = backend;
        this.checkpoints = checkpoints;
        this.observer = observer;
        this.stop = stop;
        this.peers = peers;
        this.manager = backend.newManager();
        this.network = from.map(checkpoint -> FirstWeights.frozen(checkpoint.network(manager), training))
                .orElseGet(() -> FirstWeights.of(task.architecture(), training, manager));
        this.whole = LimitedPlan.of(task.plan(), training);
        this.plan = RankPlan.of(whole, peers);
        long totalSteps = totalSteps();
        Optional<TrainingState> state = from.map(this::state);
        this.lora = FirstWeights.adapted(
                network, training, state.map(TrainingState::arrays).orElse(Map.of()));
        this.learners = Learner.ofParts(task, network, lora, training, totalSteps, backend, manager, peers, times);
        this.progress = state.map(this::restore).orElseGet(TrainingProgress::beginning);
        this.average = training.average() > 0 ? Optional.of(average(state)) : Optional.empty();
        this.leaks = new LeakGuard(backend::liveArrays, observer::notice);
        this.journal = peers.rank() == 0
                ? Optional.of(new RunJournal(checkpoints, progress.logBytes(), progress.eventBytes(), observer::notice))
                : Optional.empty();
    }

    private long totalSteps() {
        return (long) training.epochs() * whole.batches(0).size();
    }

    private TrainingState state(Checkpoint checkpoint) {
        return checkpoint
                .trainingState(manager)
                .orElseThrow(() -> new CheckpointException(
                        checkpoint.folder() + ": holds no training state, so that it cannot be gone on from"));
    }

    private TrainingProgress restore(TrainingState state) {
        TrainingProgress restored = TrainingProgress.of(state.progress());
        learners.forEach((part, learner) -> {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            state.arrays().forEach((name, array) -> {
                boolean ofOptimizers = !name.startsWith(WeightAverage.PREFIX) && !name.startsWith(FirstWeights.LORA);
                if (name.startsWith(prefix(part)) && ofOptimizers) {
                    arrays.put(name.substring(prefix(part).length()), array);
                }
            });
            learner.optimizer().restore(arrays, restored.optimizerSteps().get(part));
        });
        return restored;
    }

    private WeightAverage average(Optional<TrainingState> state) {
        return state.map(known -> WeightAverage.restore(
                        task.architecture(), network, manager, training.average(), known.arrays()))
                .orElseGet(() -> WeightAverage.begin(task.architecture(), network, manager, training.average()));
    }

    /** Steps done so far, those of earlier processes included. */
    public long steps() {
        return progress.step();
    }

    /** Number of trainable parameters. */
    public long parameters() {
        Map<String, NDArray> trained = new LinkedHashMap<>();
        network.parameters().forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                trained.put(name, parameter.getArray());
            }
        });
        return lora.map(narrow -> narrow.parameters(trained)).orElse(trained).values().stream()
                .mapToLong(NDArray::size)
                .sum();
    }

    /** The network that is validated, kept as the best and served. */
    private Network served() {
        return average.map(WeightAverage::network).orElse(network);
    }

    /**
     * Says what the run is made with, before it begins.
     *
     * @param hyperparameters the recipe's values by their keys
     */
    public void describe(Map<String, Object> hyperparameters) {
        if (progress.step() == 0) {
            journal.ifPresent(kept -> kept.begin(
                    hyperparameters, "validation/" + task.metrics().get(0).name()));
        }
    }

    /**
     * Trains to the end and measures the best checkpoint.
     *
     * @throws NonFiniteLossException when the loss is no longer a number
     * @throws TrainingStoppedException when it was asked to stop, after saving
     */
    public Outcome run() {
        long start = System.nanoTime();
        if (progress.step() == 0 && totalSteps() >= Rehearsal.LONG && peers.size() == 1) {
            Rehearsal.hold(task, training, plan, backend, checkpoints);
        }
        agree();
        try (Loader loader = new Loader(plan, task.collator(), training.workers())) {
            while (progress.epoch() < training.epochs() && !validations().exhausted(training.patience())) {
                learners.values()
                        .forEach(learner -> learner.validated(
                                validations().values(), validations().metric().higherIsBetter()));
                epoch(loader);
                finishEpoch();
            }
        }
        if (progress.epoch() < training.epochs()) {
            observer.notice(String.format(
                    "Ending after epoch %d: no better validation in %d epochs", progress.epoch(), training.patience()));
        }
        long waiting = System.nanoTime();
        journal.ifPresent(RunJournal::settle);
        times.lap(Phase.CHECKPOINT, waiting);
        double seconds = (System.nanoTime() - start) / 1e9;
        SplitName split = task.size(SplitName.TEST) > 0 ? SplitName.TEST : SplitName.VALIDATION;
        boolean measurable = task.size(split) > 0 && peers.rank() == 0;
        return new Outcome(
                split,
                measurable ? Optional.of(withBest(best -> measure(best, split))) : Optional.empty(),
                measurable ? Optional.of(task.floor(split)) : Optional.empty(),
                progress.epoch(),
                progress.step(),
                seconds,
                parameters(),
                times.seconds(),
                journal.map(RunJournal::saved).orElse(true));
    }

    /** Processes that train together must begin at the same step. */
    private void agree() {
        float[] steps = {progress.step()};
        peers.sum(steps);
        if (steps[0] != (float) progress.step() * peers.size()) {
            throw new PeersException("the processes must begin at one step; this one is at " + progress.step(), null);
        }
    }

    private Validations validations() {
        return Validations.of(task.metrics().get(0), progress.history());
    }

    private void epoch(Loader loader) {
        List<int[]> batchesOfAll = whole.batches(progress.epoch());
        int examples = batchesOfAll.stream().mapToInt(batch -> batch.length).sum();
        observer.epochStarts(progress.epoch(), training.epochs(), examples, task.unit());
        try (Loader.Batches batches = loader.epoch(progress.epoch(), progress.batch())) {
            while (batches.hasNext()) {
                long start = System.nanoTime();
                Batch batch = batches.next();
                times.lap(Phase.DATA, start);
                int size = batchesOfAll.get(progress.batch()).length;
                Map<String, Double> values = step(batch);
                progress = progress.stepped(values, size);
                observer.stepped(progress.examples(), progress.means());
                if (progress.step() % training.logSteps() == 0) {
                    log(values);
                }
                stopIfAsked();
            }
        }
    }

    /** One step: the parts of the batch one after the other, and what they report together. */
    private Map<String, Double> step(Batch batch) {
        List<Batch> parts = parts(batch);
        Map<String, Double> values = new LinkedHashMap<>();
        double total = 0;
        for (int i = 0; i < parts.size(); i++) {
            Batch part = parts.get(i);
            double weight = task.weight(part);
            boolean first = i == 0;
            boolean last = i == parts.size() - 1;
            learners.values().forEach(learner -> learner.next(weight, first, last));
            Map<String, Double> reported = part(part, i);
            reported.forEach((name, value) -> values.merge(name, value * weight, Double::sum));
            total += weight;
            if (first && last && peers.size() == 1) {
                return average(reported);
            }
        }
        return average(mean(values, total));
    }

    private Map<String, Double> average(Map<String, Double> values) {
        average.ifPresent(kept -> kept.update(progress.step() + 1));
        return values;
    }

    private List<Batch> parts(Batch batch) {
        int most = training.microBatch() == 0 ? batch.size() : training.microBatch();
        List<Batch> parts = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += most) {
            parts.add(batch.slice(from, Math.min(batch.size(), from + most)));
        }
        return parts;
    }

    private Map<String, Double> mean(Map<String, Double> sums, double total) {
        float[] all = new float[sums.size() + 1];
        int at = 0;
        for (double sum : sums.values()) {
            all[at++] = (float) sum;
        }
        all[at] = (float) total;
        Map<String, Double> means = new LinkedHashMap<>();
        if (peers.size() == 1) {
            sums.forEach((name, sum) -> means.put(name, sum / total));
        } else {
            peers.sum(all);
            for (String name : sums.keySet()) {
                means.put(name, (double) all[means.size()] / all[at]);
            }
        }
        return means;
    }

    private Map<String, Double> part(Batch batch, int number) {
        try (NDScope scope = new NDScope();
                NDManager arrays = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            return FirstNonFinite.step(
                    task, new LearningTask.Step(network, batch, arrays), learners, () -> seed(number));
        }
    }

    /**
     * Dropout and the like are functions of the step, so that a resumed run draws what an unbroken one draws; and of the
     * process and the part of the batch.
     */
    private void seed(int part) {
        backend.seed(
                peers.rank() == 0 && part == 0
                        ? Seeds.mix(training.seed(), "step", progress.step())
                        : Seeds.mix(training.seed(), "step", progress.step(), peers.rank(), part));
    }

    private void stopIfAsked() {
        if (stop.getAsBoolean()) {
            save(false, Map.of());
            journal.ifPresent(RunJournal::settle);
            throw new TrainingStoppedException(progress.step());
        }
        journal.ifPresent(RunJournal::listen);
        if (checkpointDue()) {
            save(false, Map.of());
        }
    }

    private boolean checkpointDue() {
        Checkpoints when = training.checkpoints();
        return (when.steps() > 0 && progress.step() % when.steps() == 0)
                || (when.minutes() > 0 && System.nanoTime() - savedAt >= when.minutes() * 60_000_000_000L);
    }

    private void log(Map<String, Double> values) {
        long arrays = leaks.check(progress.step());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("step", progress.step());
        row.put("epoch", progress.epoch() + 1);
        learners.forEach((part, learner) -> row.put(rateOf(part), learner.lastRate()));
        values.forEach((name, value) -> row.put("train_" + name, value));
        row.put("weights", Fingerprint.of(network));
        Map<String, Double> now = times.seconds();
        Map<String, Object> spent = new LinkedHashMap<>();
        spent.put("step", progress.step());
        now.forEach((phase, seconds) -> spent.put(phase + "_ms", Math.round(1000 * (seconds - timed.get(phase)))));
        timed = now;
        spent.put("arrays", arrays);
        ResidentMemory.kilobytes().ifPresent(kilobytes -> spent.put("resident_kb", kilobytes));
        journal.ifPresent(kept -> {
            kept.row(row);
            kept.timing(spent);
        });
    }

    private static String rateOf(String part) {
        return part.isEmpty() ? "rate" : part + "_rate";
    }

    private void finishEpoch() {
        long start = System.nanoTime();
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("epoch", (double) progress.epoch() + 1);
        row.put("step", (double) progress.step());
        learners.forEach((part, learner) -> row.put(rateOf(part), learner.lastRate()));
        progress.means().forEach((name, value) -> row.put("train_" + name, value));
        Double best = progress.best();
        // Without validation there is no telling: then the newest average is as good as any.
        boolean improved = average.isPresent() && task.size(SplitName.VALIDATION) == 0;
        Map<String, Double> measured = Map.of();
        backend.seed(Seeds.mix(training.seed(), "validation"));
        if (task.size(SplitName.VALIDATION) > 0) {
            measured = task.evaluate(served(), manager, SplitName.VALIDATION).metrics();
            measured.forEach((name, value) -> row.put("validation_" + name, value));
            Metric first = task.metrics().get(0);
            double value = measured.get(first.name());
            improved = best == null || first.better(value, best);
            best = improved ? Double.valueOf(value) : best;
        }
        if (journal.isPresent()) {
            backend.seed(Seeds.mix(training.seed(), "samples"));
            List<Exhibit> samples = task.samples(served(), manager);
            journal.get().samples(progress.epoch() + 1, progress.step(), samples);
            journal.get().weights(progress.step(), network);
            journal.get().row(new LinkedHashMap<>(row));
        }
        progress = progress.nextEpoch(row, best);
        observer.epochEnds(row, improved);
        task.concern(progress.history()).ifPresent(observer::notice);
        times.lap(Phase.VALIDATION, start);
        save(improved, measured);
    }

    /**
     * Copies what is to be kept, and has it written while the training goes on. A checkpoint that cannot be written does
     * not end the training: the last whole one stays, and it is said aloud.
     */
    private void save(boolean improved, Map<String, Double> measured) {
        savedAt = System.nanoTime();
        journal.ifPresent(kept -> {
            kept.settle();
            kept.save(() -> writings(kept, improved, measured));
        });
        times.lap(Phase.CHECKPOINT, savedAt);
    }

    private List<Runnable> writings(RunJournal kept, boolean improved, Map<String, Double> measured) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        Map<String, Long> steps = new LinkedHashMap<>();
        learners.forEach((part, learner) -> {
            learner.optimizer().state().forEach((name, array) -> arrays.put(prefix(part) + name, array));
            steps.put(part, learner.optimizer().steps());
        });
        average.ifPresent(averaged -> arrays.putAll(averaged.state()));
        lora.ifPresent(narrow -> narrow.state().forEach((name, array) -> arrays.put(FirstWeights.LORA + name, array)));
        progress = kept.marked(progress, steps);
        TrainingState state = new TrainingState(progress.toJson(), arrays);
        List<Map<String, Double>> history = progress.history();
        List<Runnable> writings = new ArrayList<>();
        writings.add(() -> checkpoints.metrics(history));
        // The best first: a run killed between the two repeats the epoch, and writes the same best again.
        if (improved) {
            writings.add(checkpoints.best(served(), measured, bestCopies));
        }
        if (progress.batch() == 0
                && training.checkpoints().keepEvery() > 0
                && progress.epoch() % training.checkpoints().keepEvery() == 0) {
            writings.add(checkpoints.keep(progress.epoch(), network, measured, state, keptCopies));
        }
        writings.add(checkpoints.last(network, measured, state, lastCopies));
        return writings;
    }

    /** What the names of a part's arrays begin with in a checkpoint. */
    static String prefix(String part) {
        return part.isEmpty() ? "" : part + "/";
    }

    private Evaluation measure(Network best, SplitName split) {
        backend.seed(Seeds.mix(training.seed(), "test"));
        Evaluation evaluation = task.evaluate(best, manager, split);
        journal.ifPresent(kept -> {
            kept.exhibits(progress.step(), task.exhibits(best, manager, split));
            kept.ended();
        });
        return evaluation;
    }

    private <T> T withBest(Function<Network, T> use) {
        return checkpoints
                .openBest()
                .map(best -> {
                    try (Network chosen = best.network(manager)) {
                        return use.apply(chosen);
                    }
                })
                .orElseGet(() -> use.apply(served()));
    }

    @Override
    public void close() {
        journal.ifPresent(RunJournal::close);
        manager.close();
    }
}
