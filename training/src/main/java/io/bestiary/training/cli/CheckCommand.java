package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.RecipeException;
import io.bestiary.zoo.nn.Outline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Validates recipes without training. */
@Command(
        name = "check",
        description = "Reads recipes and builds their networks, without data and without training.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECIPE|FOLDER", arity = "1..*", description = "YAML files, or folders of them.")
    private List<Path> paths;

    @Mixin
    private RecipeOptions recipes;

    @Override
    public Integer call() throws IOException {
        int wrong = 0;
        for (Path path : paths) {
            for (Path file : files(path)) {
                wrong += check(file) ? 0 : 1;
            }
        }
        return wrong == 0 ? Bestiary.DONE : Bestiary.MISTAKE;
    }

    private boolean check(Path file) {
        try {
            Recipe recipe = recipes.read(file);
            long parameters = Outline.of(recipe.architecture()).parameterCount();
            System.out.printf("%s: %s for %s, %,d parameters%n", file, recipe.model(), recipe.task(), parameters);
            return true;
        } catch (RecipeException e) {
            System.err.println(e.getMessage());
            return false;
        }
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> recipes = files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
            if (recipes.isEmpty()) {
                throw new DataException(path + ": must hold recipes (*.yaml), found none");
            }
            return recipes;
        }
    }
}
