package io.bestiary.inference.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes of one input, most probable first.
 *
 * @param labels every class with its probability
 */
public record Classification(List<Label> labels) {

    /**
     * One class.
     *
     * @param name what the class is called
     * @param probability between 0 and 1
     */
    public record Label(String name, double probability) {}

    /** Orders the classes; classes of equal probability stay in the order of their numbers. */
    public static Classification of(List<String> names, float[] probabilities) {
        return new Classification(IntStream.range(0, probabilities.length)
                .mapToObj(i -> new Label(names.get(i), probabilities[i]))
                .sorted(Comparator.comparingDouble(Label::probability).reversed())
                .toList());
    }

    /** The most probable class. */
    public Label best() {
        return labels.get(0);
    }

    /** The given number of most probable classes, or all if there are fewer. */
    public List<Label> top(int count) {
        return labels.subList(0, Math.min(count, labels.size()));
    }
}
