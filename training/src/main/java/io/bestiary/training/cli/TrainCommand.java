package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.loop.CheckpointWriter;
import io.bestiary.training.loop.FirstWeights;
import io.bestiary.training.loop.Outcome;
import io.bestiary.training.loop.Peers;
import io.bestiary.training.loop.RunFolder;
import io.bestiary.training.loop.RunFolderException;
import io.bestiary.training.loop.SocketPeers;
import io.bestiary.training.loop.TrainingLoop;
import io.bestiary.training.loop.TrainingRules;
import io.bestiary.training.recipe.FlatRecipe;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.report.ConsoleObserver;
import io.bestiary.training.report.ReportPage;
import io.bestiary.training.report.Results;
import io.bestiary.training.report.RunData;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.SplitName;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Task;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

    @Option(
            names = "--resume",
            description =
                    "Go on with a run that did not end, as the same command again does, too, or with one that ended"
                            + " where the recipe now has more epochs.")
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

    @Option(
            names = "--ranks",
            paramLabel = "N",
            description = "Train in N processes, each on its part of every batch; all start with this and --rank.")
    private int ranks = 1;

    @Option(names = "--rank", paramLabel = "K", description = "Which of them this is, from 0; 0 keeps the run.")
    private int rank;

    @Option(
            names = "--meet",
            paramLabel = "HOST:PORT",
            description = "Where they meet; rank 0 listens there (${DEFAULT-VALUE}).")
    private String meet = "127.0.0.1:29500";

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
        TrainingRules.check(recipe, task);
        InetSocketAddress address = Ranks.check(ranks, rank, meet, folder);
        String resolved = recipe.toYaml(task.architecture(), task.sections());
        Backend backend = backends.start(recipe.engine().toString(), recipe.device());
        Consumer<String> notices = System.err::println;
        try (RunFolder run = rank > 0
                ? RunFolder.join(folder)
                : RunFolder.open(
                        folder == null ? RunFolder.choose(RUNS, name(), resolved, resume) : folder,
                        resolved,
                        resume,
                        notices)) {
            return train(recipe, resolved, task, backend, run, address) ? Bestiary.DONE : Bestiary.FAILED;
        }
    }

    /** Returns whether all was saved in the end. */
    private boolean train(
            Recipe recipe,
            String resolved,
            LearningTask task,
            Backend backend,
            RunFolder run,
            InetSocketAddress address) {
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
                rank > 0
                        ? Map.of()
                        : run.record(Provenance.of(recipe, resolved, task, backend), from, System.err::println));
        try (Peers peers = ranks > 1 ? SocketPeers.meet(address, rank, ranks) : Peers.ALONE;
                TrainingLoop loop = new TrainingLoop(
                        task,
                        recipe.training(),
                        backend,
                        checkpoints,
                        new ConsoleObserver(task.metrics()),
                        from,
                        Signals.stopRequests()::get,
                        peers)) {
            header(recipe, task, backend, run, loop);
            if (rank == 0) {
                from.ifPresent(checkpoint -> run.resumed(checkpoint, loop.steps()));
            }
            loop.describe(FlatRecipe.of(resolved).values());
            Outcome outcome = loop.run();
            if (rank > 0) {
                return true;
            }
            Results results = new Results(recipe.model(), task.metrics(), outcome, backend);
            results.print(System.out, json);
            System.err.println(times(outcome.times()));
            if (outcome.saved()) {
                page(run, results);
                run.finish(results.toJson());
                System.err.printf("Trained in %.1f s. Use it: %s%n", outcome.seconds(), use(recipe.task(), run));
            } else {
                System.err.printf(
                        "NOT SAVED: the end of this training could not be written to %s; once it can be, the same"
                                + " command goes on from the last checkpoint there%n",
                        run.path());
            }
            return outcome.saved();
        }
    }

    private static String use(Task task, RunFolder run) {
        return switch (task) {
            case IMAGE_GENERATION, LANGUAGE_MODELING -> "bestiary generate " + run.path();
            default -> "bestiary predict " + run.path() + " INPUT...";
        };
    }

    private void header(Recipe recipe, LearningTask task, Backend backend, RunFolder run, TrainingLoop loop) {
        System.err.printf(
                "%s · %s · %,d parameters · %s · run %s%n",
                file, recipe.model(), loop.parameters(), backend, run.path());
        System.err.printf(
                "%,d training, %,d validation, %,d test %s%n",
                task.size(SplitName.TRAIN), task.size(SplitName.VALIDATION), task.size(SplitName.TEST), task.unit());
        recipe.training().start().from().filter(from -> loop.steps() == 0).ifPresent(from -> {
            System.err.println("Beginning with the weights of " + from);
            FirstWeights.check(recipe.training(), task).forEach(change -> System.err.println("  " + change));
        });
        if (loop.steps() > 0) {
            System.err.printf("Going on after step %,d%n", loop.steps());
        }
    }

    /** A page that cannot be written is no reason not to end the run. */
    private static void page(RunFolder run, Results results) {
        try {
            run.write("report.html", ReportPage.of(RunData.of(run.path(), results.toJson())));
        } catch (RunFolderException | DataException e) {
            System.err.println("NOT SAVED: " + e.getMessage() + "; bestiary report writes it again");
        }
    }

    private static String times(Map<String, Double> seconds) {
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        return seconds.entrySet().stream()
                .map(phase -> String.format(
                        Locale.ROOT, "%s %.0f %%", phase.getKey(), all == 0 ? 0 : 100 * phase.getValue() / all))
                .collect(Collectors.joining(", ", "Time: ", ""));
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
