package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.rows.Columns;
import io.bestiary.datasets.rows.FileLines;
import io.bestiary.datasets.rows.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files of texts and their classes, UTF-8, packed with gzip or not: {@code csv} and {@code tsv} name their columns in the
 * first row, {@code jsonl} has an object in each line. A tsv knows no quotes.
 *
 * @param name {@code csv}, {@code tsv} or {@code jsonl}
 * @param path what to learn from
 * @param validationPath what to validate on; none: a share of the training texts
 * @param testPath what to test on; none: a share of the training texts
 * @param text column or key of the texts
 * @param label column or key of the classes
 * @param validation share to validate on, 0 to 0.9; with 0 there is no validation split
 * @param test share to test on, 0 to 0.9
 * @param splitSeed what the division is a function of
 */
public record TextTable(
        String name,
        Path path,
        Optional<Path> validationPath,
        Optional<Path> testPath,
        String text,
        String label,
        double validation,
        double test,
        long splitSeed)
        implements LabelledTextSpec {
    static final List<String> NAMES = List.of("csv", "tsv", "jsonl");

    /** What a recipe need not say; name and path it must. */
    public static final TextTable DEFAULTS =
            new TextTable(null, null, Optional.empty(), Optional.empty(), "text", "label", 0.1, 0.2, 0);

    public TextTable {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
        if (text.equals(label)) {
            throw new IllegalArgumentException("label: must be another column than text, got " + label);
        }
        new Division(validation, test, splitSeed);
    }

    @Override
    public LabelledTexts open(DataFolders folders) {
        return new TextFiles(path, validationPath, testPath)
                .read(this::rows, new Division(validation, test, splitSeed));
    }

    private List<LabelledText> rows(FileLines lines) {
        List<Row> rows = switch (name) {
            case "csv" -> Columns.csv(lines, text, label);
            case "tsv" -> Columns.tsv(lines, text, label);
            default -> Columns.jsonl(lines, text, label);
        };
        return Texts.labelled(rows, text, label);
    }
}
