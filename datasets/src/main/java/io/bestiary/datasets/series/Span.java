package io.bestiary.datasets.series;

/** Rows of a table, the last not among them. */
public record Span(int from, int to) {

    public Span {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("span: must not end before it begins, got " + from + " to " + to);
        }
    }

    public int size() {
        return to - from;
    }
}
