package io.bestiary.training.cli;

import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.loop.CheckpointWriter;
import io.bestiary.training.loop.Outcome;
import io.bestiary.training.loop.RunFolder;
import io.bestiary.training.loop.TrainingLoop;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.report.ConsoleObserver;
import io.bestiary.training.report.Results;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.SplitName;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.engine.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network from a recipe. */
@Command(
        name = "train",
        description = "Trains a network from a recipe, and measures it beside the floor of a trivial method.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    private static final Path RUNS = Path.of("runs");

    @Parameters(paramLabel = "RECIPE", description = "A YAML file, such as configs/cnn/lenet5-digits.yaml.")
    private Path file;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "The new run's folder; otherwise runs/ and the recipe's name.")
    private Path folder;

    @Option(names = "--resume", description = "Go on with a run that did not end; the same command again does so, too.")
    private boolean resume;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "End every epoch after N examples; the same as --set training.limit=N.")
    private String limit;

    @Option(
            names = "--overfit",
            paramLabel = "N",
            description = "Learn the same N examples in every epoch; the same as --set training.overfit=N.")
    private String overfit;

    @Option(names = "--json", description = "Print the result as one JSON document.")
    private boolean json;

    @Mixin
    private RecipeOptions recipes;

    @Mixin
    private DataOptions data;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() {
        Recipe recipe = recipes.read(file, backends, shortcuts());
        LearningTask task = Tasks.open(recipe, data.folders());
        String resolved = recipe.toYaml(task.architecture(), task.sections());
        Backend backend = backends.start(recipe.engine().toString(), recipe.device());
        try (RunFolder run =
                RunFolder.open(folder == null ? RunFolder.choose(RUNS, name(), resolved) : folder, resolved)) {
            return train(recipe, resolved, task, backend, run) ? Bestiary.DONE : Bestiary.FAILED;
        }
    }

    /** Returns whether all was saved in the end. */
    private boolean train(Recipe recipe, String resolved, LearningTask task, Backend backend, RunFolder run) {
        Optional<Checkpoint> from = run.resumable(System.err::println);
        if (resume && from.isEmpty()) {
            System.err.println(run.path() + ": no checkpoint to go on from yet; beginning");
        }
        CheckpointWriter checkpoints = new CheckpointWriter(
                run,
                recipe.model(),
                task.architecture(),
                recipe.task(),
                task.serving(),
                run.record(Provenance.of(recipe, resolved, task, backend), System.err::println));
        try (TrainingLoop loop = new TrainingLoop(
                task,
                recipe.training(),
                backend,
                checkpoints,
                new ConsoleObserver(task.metrics()),
                from,
                Signals.stopRequests()::get)) {
            header(recipe, task, backend, run, loop);
            Outcome outcome = loop.run();
            Results results = new Results(recipe.model(), task.metrics(), outcome, backend);
            results.print(System.out, json);
            if (outcome.saved()) {
                run.finish(results.toJson());
                System.err.printf(
                        "Trained in %.1f s. Use it: bestiary predict %s INPUT...%n", outcome.seconds(), run.path());
            } else {
                System.err.printf(
                        "NOT SAVED: the end of this training could not be written to %s; once it can be, the same command goes"
                                + " on from the last checkpoint there%n",
                        run.path());
            }
            return outcome.saved();
        }
    }

    private void header(Recipe recipe, LearningTask task, Backend backend, RunFolder run, TrainingLoop loop) {
        System.err.printf(
                "%s · %s · %,d parameters · %s · run %s%n",
                file, recipe.model(), loop.parameters(), backend, run.path());
        System.err.printf(
                "%,d training, %,d validation, %,d test %s%n",
                task.size(SplitName.TRAIN), task.size(SplitName.VALIDATION), task.size(SplitName.TEST), task.unit());
        if (loop.steps() > 0) {
            System.err.printf("Going on after step %,d%n", loop.steps());
        }
    }

    private List<String> shortcuts() {
        List<String> assignments = new ArrayList<>();
        if (limit != null) {
            assignments.add("training.limit=" + limit);
        }
        if (overfit != null) {
            assignments.add("training.overfit=" + overfit);
        }
        return assignments;
    }

    private String name() {
        return String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    }
}
