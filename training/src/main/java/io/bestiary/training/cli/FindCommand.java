package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.loop.BatchSearch;
import io.bestiary.training.loop.RateSearch;
import io.bestiary.training.loop.TrainingRules;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.report.Table;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.engine.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds values of a recipe by trying. */
@Command(
        name = "find",
        description = "Finds a learning rate, or a size of batch, for a recipe on this machine by trying.",
        mixinStandardHelpOptions = true)
final class FindCommand implements Callable<Integer> {
    private static final int SHOWN = 25;

    @Parameters(
            paramLabel = "rate|batch",
            description = "rate: trains while the rate rises, and says where the loss is least. batch: measures the"
                    + " speed of batches of 1, 2, 4, ...")
    private Wanted wanted;

    @Parameters(paramLabel = "RECIPE", description = "A YAML file.")
    private Path file;

    @Option(names = "--from", paramLabel = "RATE", description = "The first rate (${DEFAULT-VALUE}).")
    private double from = 1e-6;

    @Option(names = "--to", paramLabel = "RATE", description = "The last rate (${DEFAULT-VALUE}).")
    private double to = 1;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps from the first rate to the last (${DEFAULT-VALUE}).")
    private int steps = 100;

    @Option(names = "--most", paramLabel = "N", description = "The largest batch to try (${DEFAULT-VALUE}).")
    private int most = 1024;

    @Option(names = "--json", description = "Print JSON lines.")
    private boolean json;

    @Mixin
    private RecipeOptions recipes;

    @Mixin
    private DataOptions data;

    @Mixin
    private BackendOptions backends;

    /** What can be found. */
    enum Wanted {
        RATE,
        BATCH
    }

    @Override
    public Integer call() {
        if (!(from > 0 && from < to)) {
            throw new DataException("--from: must be above 0 and below --to " + to + ", got " + from);
        }
        if (steps < 20 || most < 1) {
            throw new DataException(
                    "--steps: must be at least 20, and --most at least 1, got " + steps + " and " + most);
        }
        Recipe recipe = recipes.read(file, backends);
        LearningTask task = Tasks.open(recipe, data.folders());
        TrainingRules.check(recipe, task);
        Backend backend = backends.start(recipe.engine().toString(), recipe.device());
        if (wanted == Wanted.RATE) {
            rate(recipe, task, backend);
        } else {
            batch(recipe, task, backend);
        }
        return Bestiary.DONE;
    }

    private void rate(Recipe recipe, LearningTask task, Backend backend) {
        List<RateSearch.Trial> trials = RateSearch.run(task, recipe.training(), backend, from, to, steps);
        Table table = new Table("rate", "loss", "smoothed");
        int stride = json ? 1 : Math.max(1, trials.size() / SHOWN);
        for (int i = 0; i < trials.size(); i += stride) {
            RateSearch.Trial trial = trials.get(i);
            table.row(trial.rate(), trial.loss(), trial.smoothed());
        }
        table.print(System.out, json);
        OptionalDouble best = RateSearch.suggestion(trials);
        System.err.println(
                best.isEmpty()
                        ? "The loss never fell: none of these rates is good."
                        : String.format(
                                Locale.ROOT,
                                "The loss is least at %.2g%s. Try a tenth: --set training.optimizer.rate=%.2g",
                                10 * best.getAsDouble(),
                                trials.size() < steps
                                        ? String.format(
                                                Locale.ROOT,
                                                " and shoots up above %.2g",
                                                trials.get(trials.size() - 1).rate())
                                        : "",
                                best.getAsDouble()));
    }

    private void batch(Recipe recipe, LearningTask task, Backend backend) {
        List<BatchSearch.Trial> trials = BatchSearch.run(task, recipe.training(), backend, most, 1);
        Table table = new Table("batch", task.unit() + "/s");
        trials.forEach(trial -> table.row(trial.batch(), trial.examplesPerSecond()));
        table.print(System.out, json);
        OptionalInt best = BatchSearch.suggestion(trials);
        best.ifPresent(size -> System.err.printf(
                "The smallest batch that is nearly as fast as any: %d. Try --set training.batch=%d%n", size, size));
    }
}
