package io.bestiary.datasets.series;

/** What becomes of a series in which rows are missing. */
public enum Gaps {
    /** It is refused. */
    REFUSE,
    /** It is cut there: no window reaches over a gap. */
    CUT
}
