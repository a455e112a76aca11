package io.bestiary.training.report;

import java.io.PrintStream;

/** Rows under named columns, printed aligned for people or as JSON lines for programs. */
@SuppressWarnings("DoNotCallSuggester")
public final class Table {

    /** Adds a column; a name that starts with {@code >} is aligned right. */
    public Table(String... columns) {
        throw new UnsupportedOperationException("soon");
    }

    /** Adds a row: a cell for every column; null is an empty cell. */
    public Table row(Object... cells) {
        throw new UnsupportedOperationException("soon");
    }

    /** Prints the table, or with {@code json} each row as an object on a line. */
    public void print(PrintStream out, boolean json) {
        throw new UnsupportedOperationException("soon");
    }
}
