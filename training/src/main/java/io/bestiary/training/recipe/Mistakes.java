package io.bestiary.training.recipe;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What has been found wrong so far. */
final class Mistakes {
    // More would help nobody, and a hostile file could have a million.
    private static final int MOST = 100;

    private record Found(Origin origin, Mistake mistake) {}

    private final Set<Found> found = new LinkedHashSet<>();
    private int count;

    void add(Origin origin, String key, String message) {
        Found next = new Found(origin, new Mistake(origin.where(), key, message));
        if (found.size() == MOST || found.add(next)) {
            count++;
        }
    }

    int count() {
        return count;
    }

    void throwAny() {
        if (count > 0) {
            throw exception();
        }
    }

    RecipeException exception() {
        List<Mistake> sorted = found.stream()
                .sorted(Comparator.comparing(Found::origin))
                .map(Found::mistake)
                .toList();
        return new RecipeException(sorted, count - sorted.size());
    }
}
