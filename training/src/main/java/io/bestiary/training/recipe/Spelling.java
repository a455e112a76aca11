package io.bestiary.training.recipe;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who misspelt a name. */
public final class Spelling {
    private static final int LONGEST = 64;

    private Spelling() {}

    /**
     * The allowed name that is nearest to the given one, if any is near: at most one slip (a letter wrong, missing, added,
     * or two swapped) for every three letters. Case does not count, nor does {@code _} against {@code -}.
     */
    public static Optional<String> nearest(String given, Collection<String> allowed) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        int best = given.length() / 3 + 1;
        String nearest = null;
        for (String name : allowed) {
            int slips = slips(folded(given), folded(name));
            if (slips < best) {
                best = slips;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Such as {@code ; did you mean epochs? (allowed: epochs, batch)}, to be put behind a complaint. */
    public static String hint(String given, Collection<String> allowed) {
        String question = nearest(given, allowed)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
        return question + " (allowed: " + (allowed.isEmpty() ? "none" : String.join(", ", allowed)) + ")";
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Damerau-Levenshtein distance without overlapping swaps; row i is kept for swaps two rows later. */
    private static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + wrong, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
