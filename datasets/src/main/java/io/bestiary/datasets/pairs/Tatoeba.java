package io.bestiary.datasets.pairs;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.NamedSet;
import io.bestiary.datasets.rows.FileLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * English sentences and their French translations by the people of tatoeba.org, divided by chance.
 *
 * @param source language that is read; the other one is written
 * @param limit most pairs, from the beginning, where the short ones are; 0 for all
 * @param validation share of the sources to validate on, 0 to 0.9
 * @param test share of the sources to test on, 0 to 0.9
 * @param seed what the division is a function of
 */
public record Tatoeba(Language source, int limit, double validation, double test, long seed) implements PairSpec {
    public static final Tatoeba DEFAULTS = new Tatoeba(Language.ENG, 0, 0.02, 0.02, 0);

    private static final String ENTRY = "fra.txt";

    /** The languages, in the order of the columns. */
    public enum Language {
        ENG,
        FRA
    }

    public Tatoeba {
        if (limit < 0) {
            throw new IllegalArgumentException("limit: must be at least 0, got " + limit);
        }
        new PairSplit(validation, test, seed);
    }

    @Override
    public PairData open(DataFolders folders) {
        NamedSet set = Catalog.find("tatoeba-eng-fra");
        Path file = folders.open(set).resolve(set.files().get(0).name());
        return new PairData(
                new PairSplit(validation, test, seed).divide(file.toString(), pairs(file)),
                set.files().get(0).sha256());
    }

    private List<TextPair> pairs(Path file) {
        List<String> lines = lines(file);
        int count = limit == 0 ? lines.size() : Math.min(limit, lines.size());
        List<TextPair> pairs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String place = file + ": " + ENTRY + ":" + (i + 1);
            String[] columns = lines.get(i).split("\t", -1);
            if (columns.length < 2) {
                throw new DataException(place + ": must have 2 columns with a tab between, found " + columns.length);
            }
            String english = PairFiles.text(columns[0], place);
            String french = PairFiles.text(columns[1], place);
            pairs.add(
                    source == Language.ENG
                            ? new TextPair(english, french, place)
                            : new TextPair(french, english, place));
        }
        return pairs;
    }

    private static List<String> lines(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null) {
                throw new DataException(file + ": must hold " + ENTRY);
            }
            return FileLines.lines(zip.getInputStream(entry).readAllBytes(), file + ": " + ENTRY);
        } catch (IOException e) {
            throw new DataException(file + ": must be a whole zip file, found " + e.getMessage(), e);
        }
    }
}
