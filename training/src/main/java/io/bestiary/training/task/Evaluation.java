package io.bestiary.training.task;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a network does on one split. Maps are in the order of their keys, those inside others too: what is written of them is
 * the same in every process, where {@code Map.of} goes by an order that each process draws.
 *
 * @param examples how many examples were asked
 * @param metrics values by the names of the task's metrics
 * @param details what is more than a number, such as a confusion matrix, as JSON values
 */
public record Evaluation(int examples, Map<String, Double> metrics, Map<String, Object> details) {

    public Evaluation {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        details = ordered(details);
    }

    private static Map<String, Object> ordered(Map<?, ?> map) {
        Map<String, Object> ordered = new TreeMap<>();
        map.forEach((key, value) -> ordered.put(String.valueOf(key), value(value)));
        return Collections.unmodifiableMap(ordered);
    }

    private static Object value(Object value) {
        if (value instanceof Map<?, ?> map) {
            return ordered(map);
        }
        return value instanceof List<?> list
                ? list.stream().map(Evaluation::value).toList()
                : value;
    }
}
