package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says how arrays differ in name and shape from what they must be. */
final class Differences {
    /** A network that fits nowhere differs in hundreds of names; the first ones tell. */
    private static final int SHOWN = 5;

    private Differences() {}

    static Map<String, Shape> shapes(Map<String, NDArray> arrays) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        arrays.forEach((name, array) -> shapes.put(name, array.getShape()));
        return shapes;
    }

    /**
     * Does nothing if both are equal, whatever their order.
     *
     * @param what the given arrays, for the message
     * @throws IllegalArgumentException that lists what is missing, what has another shape and what is too much
     */
    static void refuse(String what, Map<String, Shape> expected, Map<String, Shape> given) {
        if (expected.equals(given)) {
            return;
        }
        List<String> found = new ArrayList<>();
        expected.forEach((name, shape) -> {
            if (!given.containsKey(name)) {
                found.add("nothing for " + name);
            } else if (!shape.equals(given.get(name))) {
                found.add(given.get(name) + " for " + name + " of " + shape);
            }
        });
        given.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> found.add(name + ", which is unknown"));
        String more = found.size() > SHOWN ? "; and " + (found.size() - SHOWN) + " more" : "";
        throw new IllegalArgumentException(what + ": must have the names and shapes of the parameters, got "
                + String.join("; ", found.subList(0, Math.min(SHOWN, found.size()))) + more);
    }
}
