package io.bestiary.training.cli;

import io.bestiary.datasets.Catalog;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.report.Table;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.Family;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.ZooEntry;
import io.bestiary.zoo.engine.Backend.EngineName;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.nn.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tables of what there is. No engine starts. */
@Command(name = "list", description = "Lists networks, data sets, recipes or tasks.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    /** The contract test trains and runs every network on both; what a recipe adds is checked with the recipe. */
    private static final String ENGINES =
            Arrays.stream(EngineName.values()).map(EngineName::toString).collect(Collectors.joining(" "));

    /** What can be listed. */
    enum Kind {
        MODELS,
        DATASETS,
        RECIPES,
        TASKS
    }

    @Parameters(
            arity = "0..2",
            paramLabel = "models|datasets|recipes|tasks",
            description = "What to list (models), and a name or a part of one, with * and ?.")
    private List<String> what = List.of();

    private Kind kind = Kind.MODELS;
    private String filter = "*";

    @Option(names = "--family", paramLabel = "NAME", description = "Networks of one family, such as cnn.")
    private String family;

    @Option(names = "--task", paramLabel = "NAME", description = "Networks for one task.")
    private String task;

    @Option(names = "--json", description = "Print JSON lines.")
    private boolean json;

    @Mixin
    private RecipeOptions recipes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        choose();
        switch (kind) {
            case MODELS -> models().print(System.out, json);
            case DATASETS -> datasets().print(System.out, json);
            case RECIPES -> recipes(Path.of("configs")).print(System.out, json);
            case TASKS -> tasks().print(System.out, json);
        }
        return Bestiary.DONE;
    }

    /** One word is a kind, or the name of a network; two are both. */
    private void choose() {
        Optional<Kind> first = what.isEmpty()
                ? Optional.of(Kind.MODELS)
                : Arrays.stream(Kind.values())
                        .filter(one -> one.name().equalsIgnoreCase(what.get(0)))
                        .findFirst();
        if (what.size() == 2 && first.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "must be one of models, datasets, recipes, tasks, got " + what.get(0)
                            + Nearest.hint(what.get(0), List.of("models", "datasets", "recipes", "tasks")));
        }
        kind = first.orElse(Kind.MODELS);
        filter = what.isEmpty() || (what.size() == 1 && first.isPresent()) ? "*" : what.get(what.size() - 1);
        known("--family", family, Arrays.stream(Family.values()).map(Family::toString));
        known("--task", task, Arrays.stream(Task.values()).map(Task::toString));
    }

    private void known(String option, String given, Stream<String> names) {
        List<String> all = names.toList();
        if (given != null && !all.contains(given)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": must be one of " + String.join(", ", all) + ", got " + given
                            + Nearest.hint(given, all));
        }
    }

    private Table models() {
        Table table = new Table(
                "model", "family", "task", "parameters", "size", "input", "trains on", "infers on", "year", "paper");
        List<ZooEntry> chosen = Zoo.entries().stream().filter(this::isChosen).toList();
        if (chosen.isEmpty()) {
            List<String> names = Zoo.entries().stream().map(ZooEntry::name).toList();
            System.err.println(
                    family == null && task == null
                            ? filter + ": no network is named so" + Nearest.hint(filter, names)
                            : "no network is all of this");
        }
        // Networks are drawn on all processors.
        List<Outline> outlines = chosen.parallelStream()
                .map(entry -> Outline.of(entry.architecture()))
                .toList();
        for (int i = 0; i < chosen.size(); i++) {
            ZooEntry entry = chosen.get(i);
            Architecture architecture = entry.architecture();
            table.row(
                    entry.name(),
                    entry.family(),
                    names(architecture),
                    outlines.get(i).parameterCount(),
                    Bytes.of(outlines.get(i).bytes()),
                    architecture.inputs().get(0).shape().slice(1),
                    ENGINES,
                    ENGINES,
                    String.valueOf(entry.paper().year()),
                    entry.paper().link());
        }
        return table;
    }

    private boolean isChosen(ZooEntry entry) {
        return matches(entry.name())
                && (family == null || family.equals(entry.family().toString()))
                && (task == null
                        || entry.architecture().tasks().stream()
                                .anyMatch(one -> one.toString().equals(task)));
    }

    private static String names(Architecture architecture) {
        return architecture.tasks().stream().map(Task::toString).sorted().collect(Collectors.joining(" "));
    }

    private Table datasets() {
        Table table = new Table("dataset", "title", "licence", "source");
        Catalog.sets().stream()
                .filter(set -> matches(set.name()))
                .forEach(set -> table.row(set.name(), set.title(), set.licence(), set.source()));
        return table;
    }

    private Table recipes(Path folder) throws IOException {
        Table table = new Table("recipe", "task", "model", "epochs");
        if (!Files.isDirectory(folder)) {
            return table;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Predicate<Path> yaml = file -> file.toString().endsWith(".yaml") && matches(file.toString());
            for (Path file : files.filter(yaml).sorted().toList()) {
                Recipe recipe = recipes.read(file);
                table.row(file, recipe.task(), recipe.model(), recipe.training().epochs());
            }
        }
        return table;
    }

    private Table tasks() {
        Table table = new Table("task", "trainable", "models");
        for (Task one : Task.values()) {
            long models = Zoo.entries().stream()
                    .filter(entry -> entry.architecture().tasks().contains(one))
                    .count();
            table.row(one, Tasks.trainable().contains(one) ? "yes" : "not yet", models);
        }
        return table;
    }

    private boolean matches(String name) {
        String expression = Pattern.quote(filter).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return name.matches(filter.contains("*") || filter.contains("?") ? expression : ".*" + expression + ".*");
    }
}
