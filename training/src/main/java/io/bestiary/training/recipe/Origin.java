package io.bestiary.training.recipe;

import java.util.Comparator;
import org.yaml.snakeyaml.error.Mark;

/** Where something was written; files come before overrides, and sort by position. */
record Origin(String where, int line, int column) implements Comparable<Origin> {
    private static final int AFTER_ALL_LINES = 1_000_000_000;

    static Origin inFile(String name, Mark mark) {
        return new Origin(name + ":" + (mark.getLine() + 1), mark.getLine(), mark.getColumn());
    }

    static Origin ofFile(String name) {
        return new Origin(name, -1, 0);
    }

    static Origin ofOverride(int index, String assignment) {
        return new Origin("--set " + assignment, AFTER_ALL_LINES + index, 0);
    }

    @Override
    public int compareTo(Origin other) {
        return Comparator.comparingInt(Origin::line)
                .thenComparingInt(Origin::column)
                .compare(this, other);
    }
}
