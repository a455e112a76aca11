package io.bestiary.training.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A resolved recipe's values by their whole keys, such as {@code training.optimizer.rate}, to be compared and shown.
 *
 * @param values numbers, booleans and texts in the order of the file; a list is a text
 */
public record FlatRecipe(Map<String, Object> values) {
    private static final String CHECKPOINTS = "training.checkpoints.";

    /** What a run may be gone on with although it differs, as its end can only come later, or be reached otherwise. */
    private static final List<String> MAY_CHANGE =
            List.of("engine", "device", "training.epochs", "training.workers", "training.log_steps");

    /** Reads YAML that {@link Recipe#toYaml} wrote. */
    public static FlatRecipe of(String yaml) {
        Map<String, Object> values = new LinkedHashMap<>();
        Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        if (!(root instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("recipe: must be a mapping of keys to values");
        }
        add("", map, values);
        return new FlatRecipe(values);
    }

    private static void add(String path, Map<?, ?> map, Map<String, Object> values) {
        map.forEach((key, value) -> {
            String whole = Section.join(path, String.valueOf(key));
            if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                add(whole, inner, values);
            } else {
                values.put(whole, value instanceof Number || value instanceof Boolean ? value : String.valueOf(value));
            }
        });
    }

    /** Whether a run may go on where this key has changed. */
    public static boolean mayChange(String key) {
        return MAY_CHANGE.contains(key) || key.startsWith(CHECKPOINTS);
    }

    /** The keys that may change, for people. */
    public static String changeable() {
        return MAY_CHANGE.stream().collect(Collectors.joining(", ", "", ", " + CHECKPOINTS + "*"));
    }

    /**
     * What differs, by key.
     *
     * @param there the recipe that is compared with
     */
    public Map<String, Difference> differences(FlatRecipe there) {
        Map<String, Difference> differences = new LinkedHashMap<>();
        Map<String, Object> keys = new LinkedHashMap<>(values);
        there.values().forEach(keys::putIfAbsent);
        for (String key : keys.keySet()) {
            String mine = text(values.get(key));
            String other = text(there.values().get(key));
            if (!Objects.equals(mine, other)) {
                differences.put(key, new Difference(mine, other));
            }
        }
        return differences;
    }

    private static String text(Object value) {
        return value == null ? "-" : String.valueOf(value);
    }

    /**
     * Two values of one key; {@code -} where it is absent.
     *
     * @param here of this recipe
     * @param there of the other
     */
    public record Difference(String here, String there) {}
}
