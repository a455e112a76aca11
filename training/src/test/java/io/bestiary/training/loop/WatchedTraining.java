package io.bestiary.training.loop;

import io.bestiary.datasets.DataFolders;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.engine.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A training without the command around it, which a test may stop after some steps, and what was seen of it. */
final class WatchedTraining implements TrainingObserver {
    private final Backend backend;
    private final LearningTask task;
    private final List<Long> arrays = new ArrayList<>();
    private final List<Map<String, Double>> epochs = new ArrayList<>();
    private final StringBuilder notices = new StringBuilder();
    private long parameters;

    private WatchedTraining(Backend backend, LearningTask task) {
        this.backend = backend;
        this.task = task;
    }

    /**
     * Trains to the end in a new folder, or in one where a training was stopped.
     *
     * @throws TrainingStoppedException after the given steps
     */
    static WatchedTraining of(Path path, String recipeText, String engine, long stopAfter, String... overrides) {
        Recipe recipe = Tasks.read(Document.parse(recipeText, "recipe").set(List.of(overrides)));
        LearningTask task = Tasks.open(recipe, DataFolders.of(null));
        TrainingRules.check(recipe, task);
        WatchedTraining watched = new WatchedTraining(Backend.of(engine, "cpu"), task);
        try (RunFolder run = RunFolder.open(path, recipe.toYaml(task.architecture(), task.sections()))) {
            CheckpointWriter writer = new CheckpointWriter(
                    run, recipe.model(), task.architecture(), recipe.task(), task.serving(), Map.of("engine", engine));
            try (TrainingLoop loop = new TrainingLoop(
                    task,
                    recipe.training(),
                    watched.backend,
                    writer,
                    watched,
                    run.resumable(watched::notice),
                    () -> watched.arrays.size() >= stopAfter)) {
                loop.run();
                watched.parameters = loop.parameters();
            }
        }
        return watched;
    }

    @Override
    public void epochStarts(int epoch, int epochs, int examples, String unit) {}

    @Override
    public void stepped(long examples, Map<String, Double> means) {
        arrays.add(backend.liveArrays());
    }

    @Override
    public void epochEnds(Map<String, Double> row, boolean best) {
        epochs.add(row);
    }

    @Override
    public void notice(String text) {
        notices.append(text).append('\n');
    }

    LearningTask task() {
        return task;
    }

    /** How many arrays there were after each step. */
    List<Long> arrays() {
        return arrays;
    }

    /** The measurements of each epoch. */
    List<Map<String, Double>> epochs() {
        return epochs;
    }

    String notices() {
        return notices.toString();
    }

    /** How many numbers were trained. */
    long parameters() {
        return parameters;
    }
}
