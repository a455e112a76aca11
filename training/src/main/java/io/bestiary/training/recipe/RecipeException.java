package io.bestiary.training.recipe;

import java.util.List;
import java.util.stream.Collectors;

/** A recipe that cannot be used; the message has a line for each mistake, in the order of the file. */
public final class RecipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Not serialized: nobody sends a recipe's mistakes to another process.
    private final transient List<Mistake> mistakes;

    RecipeException(List<Mistake> mistakes, int more) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n"))
                + (more > 0 ? "\nand " + more + " more" : ""));
        this.mistakes = List.copyOf(mistakes);
    }

    /** All that is wrong, or the first hundred: the file's mistakes by line, then those of the overrides in their order. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
