package io.bestiary.training.cli;

import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.task.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Overrides of a recipe's values. */
final class RecipeOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replaces a value of the recipe, such as training.epochs=2; may be given several times.")
    private List<String> assignments = List.of();

    /** Reads a recipe; the flags of engine and device are overrides like others. */
    Recipe read(Path file, BackendOptions backend) {
        List<String> all = new ArrayList<>(assignments);
        all.addAll(backend.assignments());
        return Tasks.read(Document.read(file).set(all));
    }

    Recipe read(Path file) {
        return Tasks.read(Document.read(file).set(assignments));
    }
}
