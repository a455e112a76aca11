package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Spelling;
import io.bestiary.training.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Overrides of a recipe's values. */
final class RecipeOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replaces a value of the recipe, such as training.epochs=2; may be given several times.")
    private List<String> assignments = List.of();

    /** Says which recipe may have been meant where there is none. */
    private static Document document(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.exists(file) && Files.isDirectory(folder)) {
            try (Stream<Path> siblings = Files.list(folder)) {
                List<String> names = siblings.map(
                                sibling -> sibling.getFileName().toString())
                        .toList();
                String hint = Spelling.nearest(file.getFileName().toString(), names)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
                throw new DataException(file + ": no such recipe" + hint);
            } catch (IOException e) {
                throw new DataException(file + ": no such recipe, and its folder cannot be read: " + e.getMessage(), e);
            }
        }
        return Document.read(file);
    }

    /** Reads a recipe; the flags of engine and device are overrides like others. */
    Recipe read(Path file, BackendOptions backend) {
        return read(file, backend, List.of());
    }

    /** As above, with more overrides, from flags of the command. */
    Recipe read(Path file, BackendOptions backend, List<String> more) {
        List<String> all = new ArrayList<>(assignments);
        all.addAll(more);
        all.addAll(backend.assignments());
        return Tasks.read(document(file).set(all));
    }

    Recipe read(Path file) {
        return Tasks.read(document(file).set(assignments));
    }
}
