package io.bestiary.training.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds entities in BIO tags, and counts those that are told right: of the same kind, from the same word to the same word;
 * as the program of the CoNLL-2000 task counts them. An entity begins with B, and also with an I that does not go on with
 * one of its kind.
 */
final class EntityScore {
    private static final String OUTSIDE = "O";

    private int right;
    private int told;
    private int there;

    /** From a word to a word, exclusive. */
    record Entity(String kind, int from, int to) {}

    /** Whether tags are of this form: O and B-kind or I-kind alone. */
    static boolean isFormOf(List<String> tags) {
        return tags.contains(OUTSIDE) && tags.stream().allMatch(tag -> tag.matches("O|[BI]-.+"));
    }

    static List<Entity> entities(List<String> tags) {
        List<Entity> entities = new ArrayList<>();
        int from = 0;
        String kind = "";
        for (int i = 0; i <= tags.size(); i++) {
            String tag = i == tags.size() ? OUTSIDE : tags.get(i);
            boolean goesOn = !kind.isEmpty() && tag.equals("I-" + kind);
            if (!goesOn) {
                if (!kind.isEmpty()) {
                    entities.add(new Entity(kind, from, i));
                }
                from = i;
                kind = tag.equals(OUTSIDE) ? "" : tag.substring(2);
            }
        }
        return entities;
    }

    /** Counts a sentence. */
    void add(List<String> truth, List<String> answer) {
        List<Entity> wanted = entities(truth);
        Set<Entity> given = new HashSet<>(entities(answer));
        there += wanted.size();
        told += given.size();
        right += (int) wanted.stream().filter(given::contains).count();
    }

    /** The harmonic mean of precision and recall; 0 where nothing is right. */
    double f1() {
        return right == 0 ? 0 : 2.0 * right / (told + there);
    }

    Map<String, Object> details() {
        Map<String, Object> details = new HashMap<>();
        details.put("right", right);
        details.put("told", told);
        details.put("there", there);
        details.put("precision", told == 0 ? 0 : (double) right / told);
        details.put("recall", there == 0 ? 0 : (double) right / there);
        return details;
    }
}
