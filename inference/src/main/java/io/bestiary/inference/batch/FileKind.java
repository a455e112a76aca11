package io.bestiary.inference.batch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How inputs are written in a file. */
public enum FileKind {
    /** Each line is a value of the task's main field: a text, or the path of a picture. */
    LINES("\\.txt"),
    /** Each line is a JSON value. */
    JSONL("\\.(jsonl|ndjson)"),
    /** A table with a first row of column names, apart by commas. */
    CSV("\\.csv"),
    /** The same, apart by tabs. */
    TSV("\\.tsv"),
    /** Pictures in the format of MNIST. */
    IDX("([.-]idx3|\\.idx)(-ubyte)?"),
    /** The file is one input. */
    WHOLE("");

    private final String ending;

    FileKind(String ending) {
        this.ending = ending;
    }

    /** Finds the kind by a file's name, packed or not. */
    static Optional<FileKind> of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind != WHOLE && name.matches(".+" + kind.ending + "(\\.gz)?"))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
