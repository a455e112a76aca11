package io.bestiary.zoo.spelling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** How another library keeps the parameters of a network; by default as we do. */
@FunctionalInterface
public interface Spelling {
    /** The same names. */
    Spelling OWN = List::of;

    /** Its names of one parameter of ours: several where it keeps the parts, along the first axis, apart. */
    List<String> names(String ours);

    /** Its shape of the same numbers in the same order. */
    default Shape shape(String ours, Shape shape) {
        return shape;
    }

    /** Whether it keeps the matrix transposed. */
    default boolean transposed(String ours) {
        return false;
    }

    /** What it saves twice: its second name, and our name of the parameter. */
    default Map<String, String> copies(Set<String> ours) {
        return Map.of();
    }

    /** What it saves beside the parameters though it follows from the sizes: by name, how to make it. */
    default Map<String, Function<NDManager, NDArray>> constants() {
        return Map.of();
    }
}
