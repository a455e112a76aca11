package io.bestiary.training.recipe;

import java.nio.file.Path;
import java.util.List;

/** A YAML file as it was written, with the overrides of the command line, each value knowing its line. */
@SuppressWarnings("DoNotCallSuggester")
public final class Document {

    private Document() {}

    /**
     * Reads a file.
     *
     * @throws RecipeException if it is not there or is not YAML
     */
    public static Document read(Path file) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Reads a text.
     *
     * @param name what messages call it
     * @throws RecipeException if it is not YAML
     */
    public static Document parse(String text, String name) {
        throw new UnsupportedOperationException("soon");
    }

    /** A copy with values replaced; each assignment is {@code key.path=value}, its value YAML; the last one wins. */
    public Document set(List<String> assignments) {
        throw new UnsupportedOperationException("soon");
    }

    /** The outermost section. */
    public Section root() {
        throw new UnsupportedOperationException("soon");
    }

    /** Short for {@code root().section(key)}. */
    public Section section(String key) {
        return root().section(key);
    }
}
