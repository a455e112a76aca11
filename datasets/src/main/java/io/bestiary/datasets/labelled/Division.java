package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.Split;
import io.bestiary.datasets.Splits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How examples become three splits: files of their own where they are given; the rest is taken from the training examples
 * by chance, class by class, first test, then validation. Examples that are equal stay together, so that none is tested
 * that was learned.
 *
 * @param test share to test on, 0 to 0.9
 * @param validation share of the remaining examples to validate on, 0 to 0.9; with 0 there is no validation split
 * @param seed what the choice is a function of
 */
record Division(double validation, double test, long seed) {

    Division {
        check("validation", validation);
        check("test", test);
    }

    private static void check(String key, double share) {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException(key + ": must be between 0 and 0.9, got " + share);
        }
    }

    /**
     * Divides examples.
     *
     * @param source what messages call the training examples
     * @param content what makes two examples equal
     * @param label class of an example
     * @throws DataException if a split is empty
     */
    <E> Splits<E> divide(
            String source,
            List<E> train,
            Optional<List<E>> validationGiven,
            Optional<List<E>> testGiven,
            Function<E, ?> content,
            Function<E, String> label) {
        notEmpty(source, "training", train);
        List<List<E>> afterTest =
                testGiven.isPresent() ? List.of(train, testGiven.get()) : take(train, test, "test", content, label);
        List<List<E>> afterValidation = validationGiven.isPresent()
                ? List.of(afterTest.get(0), validationGiven.get())
                : take(afterTest.get(0), validation, "validation", content, label);
        notEmpty(source, "training", afterValidation.get(0));
        if (validationGiven.isPresent() || validation > 0) {
            notEmpty(source, "validation", afterValidation.get(1));
        }
        if (testGiven.isPresent() || test > 0) {
            notEmpty(source, "test", afterTest.get(1));
        }
        return new Splits<>(
                Dataset.of(afterValidation.get(0)), Dataset.of(afterValidation.get(1)), Dataset.of(afterTest.get(1)));
    }

    private static void notEmpty(String source, String split, List<?> examples) {
        if (examples.isEmpty()) {
            throw new DataException(source + ": must leave examples in the " + split + " split, found none");
        }
    }

    private <E> List<List<E>> take(
            List<E> examples, double share, String purpose, Function<E, ?> content, Function<E, String> label) {
        Map<Object, List<E>> equal = new LinkedHashMap<>();
        examples.forEach(example -> equal.computeIfAbsent(content.apply(example), key -> new ArrayList<>())
                .add(example));
        List<List<E>> groups = List.copyOf(equal.values());
        Map<String, Integer> numbers = new LinkedHashMap<>();
        groups.stream()
                .map(group -> label.apply(group.get(0)))
                .distinct()
                .sorted()
                .forEach(name -> numbers.put(name, numbers.size()));
        int[] classes = groups.stream()
                .mapToInt(group -> numbers.get(label.apply(group.get(0))))
                .toArray();
        int[][] parts = Split.stratified(classes, share, Seeds.mix(seed, purpose));
        return List.of(all(groups, parts[0]), all(groups, parts[1]));
    }

    private static <E> List<E> all(List<List<E>> groups, int[] chosen) {
        return IntStream.of(chosen).mapToObj(groups::get).flatMap(List::stream).toList();
    }
}
