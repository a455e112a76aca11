package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.loop.CheckpointWriter;
import io.bestiary.training.loop.RunFolder;
import io.bestiary.training.loop.TrainingLoop;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.FlatRecipe;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.report.ConsoleObserver;
import io.bestiary.training.report.RunData;
import io.bestiary.training.report.Trail;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a run again, and compares the weights step by step. */
@Command(
        name = "reproduce",
        description =
                "Trains a run again from its recipe, and names the first step whose weights differ, or says that none"
                        + " does. Leaves with 1 where one does.",
        mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run's folder.")
    private Path run;

    @Option(names = "--to", paramLabel = "DIR", description = "Keep the new run here; otherwise it is removed.")
    private Path to;

    @Mixin
    private DataOptions data;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() throws IOException {
        RunData before = RunData.of(run);
        if (before.steps().isEmpty()) {
            throw new DataException(run + ": left no fingerprint of its weights in metrics.jsonl: training.log_steps is"
                    + " longer than the run");
        }
        Recipe recipe = Tasks.read(Document.read(run.resolve("recipe.yaml")).set(backends.assignments()));
        LearningTask task = Tasks.open(recipe, data.folders());
        Backend backend = backends.start(recipe.engine().toString(), recipe.device());
        Path folder = to == null ? Files.createTempDirectory("bestiary-reproduce") : to;
        try {
            Trail trail = Trail.of(before.fingerprints(), train(before, recipe, task, backend, folder));
            System.out.println(trail.sentence());
            return trail.difference().isPresent() || trail.compared() == 0 ? Bestiary.FAILED : Bestiary.DONE;
        } finally {
            if (to == null) {
                delete(folder);
            }
        }
    }

    private static Map<Long, String> train(
            RunData before, Recipe recipe, LearningTask task, Backend backend, Path folder) {
        String resolved = recipe.toYaml(task.architecture(), task.sections());
        Map<String, Object> now = Provenance.of(recipe, resolved, task, backend);
        Map<String, FlatRecipe.Difference> changed = DiffCommand.differences(before.record(), now);
        changed.forEach((key, difference) ->
                System.err.printf("%s was %s, is %s%n", key, difference.here(), difference.there()));
        try (RunFolder again = RunFolder.open(folder, resolved)) {
            CheckpointWriter checkpoints = new CheckpointWriter(
                    again,
                    recipe.model(),
                    task.architecture(),
                    recipe.task(),
                    task.serving(),
                    again.record(now, Optional.empty(), System.err::println));
            try (TrainingLoop loop = new TrainingLoop(
                    task,
                    recipe.training(),
                    backend,
                    checkpoints,
                    new ConsoleObserver(task.metrics()),
                    Optional.empty(),
                    Signals.stopRequests()::get)) {
                loop.run();
            }
        }
        return RunData.of(folder).fingerprints();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
