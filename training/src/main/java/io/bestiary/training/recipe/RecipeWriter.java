package io.bestiary.training.recipe;

import java.util.Map;

/** Writes records as YAML that binds to equal records. */
@SuppressWarnings("DoNotCallSuggester")
public final class RecipeWriter {

    private RecipeWriter() {}

    /** The YAML of a recipe. */
    public static String write(Record recipe, Choices choices) {
        throw new UnsupportedOperationException("soon");
    }

    /** The YAML of a recipe put together by hand: records, maps, lists and single values by key. */
    public static String write(Map<String, ?> recipe, Choices choices) {
        throw new UnsupportedOperationException("soon");
    }

    /** The components of a record by their keys, in order. */
    public static Map<String, Object> components(Object aRecord) {
        throw new UnsupportedOperationException("soon");
    }
}
