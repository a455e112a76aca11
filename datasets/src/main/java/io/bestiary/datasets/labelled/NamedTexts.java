package io.bestiary.datasets.labelled;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.rows.Columns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A public data set of texts and their classes.
 *
 * @param name {@code sms-spam}, {@code banking77}, {@code trec} (its 6 classes) or {@code sst2}
 * @param validation share of the training texts to validate on, 0 to 0.9; with 0 there is no validation split. SST-2 has a
 *     split of its own
 * @param test share to test on, 0 to 0.9, of {@code sms-spam}; the others have a split of their own
 * @param splitSeed what the division is a function of
 */
public record NamedTexts(String name, double validation, double test, long splitSeed) implements LabelledTextSpec {
    static final List<String> NAMES = List.of("sms-spam", "banking77", "trec", "sst2");

    /** What a recipe need not say; the name it must. */
    public static final NamedTexts DEFAULTS = new NamedTexts(null, 0.1, 0.2, 0);

    public NamedTexts {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
        new Division(validation, test, splitSeed);
    }

    @Override
    public LabelledTexts open(DataFolders folders) {
        Path folder = folders.open(Catalog.find(name));
        Division division = new Division(validation, test, splitSeed);
        return switch (name) {
            // As it went through a spreadsheet: quoted, with three empty columns.
            case "sms-spam" ->
                new TextFiles(folder.resolve("SMSSpamCollection"), Optional.empty(), Optional.empty())
                        .read(lines -> Texts.labelled(Columns.quotedTsv(lines, "1", "0"), "1", "0"), division);
            case "banking77" ->
                new TextFiles(folder.resolve("train.csv"), Optional.empty(), Optional.of(folder.resolve("test.csv")))
                        .read(
                                lines -> Texts.labelled(Columns.csv(lines, "text", "category"), "text", "category"),
                                division);
            case "trec" ->
                new TextFiles(
                                folder.resolve("train_5500.label"),
                                Optional.empty(),
                                Optional.of(folder.resolve("TREC_10.label")))
                        .read(lines -> LabelFile.rows(lines, LabelFile.Classes.COARSE), division);
            case "sst2" ->
                new TextFiles(
                                folder.resolve("train.tsv"),
                                Optional.of(folder.resolve("dev.tsv")),
                                Optional.of(folder.resolve("test.tsv")))
                        .read(
                                lines -> Texts.labelled(Columns.tsv(lines, "sentence", "label"), "sentence", "label"),
                                division);
            default -> throw new IllegalStateException(name);
        };
    }
}
