package io.bestiary.training.loop;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Factors of the learning rate by how the names of parameters begin. */
final class RateFactors {

    private RateFactors() {}

    static ToDoubleFunction<String> of(Map<String, Double> factors) {
        List<String> longestFirst = factors.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        return name -> longestFirst.stream()
                .filter(beginning -> begins(name, beginning))
                .findFirst()
                .map(factors::get)
                .orElse(1.0);
    }

    /** Whole words only: {@code layer1} is not the beginning of {@code layer10.weight}. */
    static boolean begins(String name, String beginning) {
        return name.equals(beginning) || name.startsWith(beginning + ".");
    }
}
