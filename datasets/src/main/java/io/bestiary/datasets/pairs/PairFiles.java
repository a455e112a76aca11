package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.rows.FileLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pairs from two files whose lines belong together. */
final class PairFiles {

    private PairFiles() {}

    /**
     * Reads the pairs.
     *
     * @throws DataException if one file has more lines than the other, or a line is blank
     */
    static List<TextPair> read(Path source, Path target) {
        List<String> sources = FileLines.read(source).lines();
        List<String> targets = FileLines.read(target).lines();
        if (sources.size() != targets.size()) {
            throw new DataException(source + " and " + target + ": must have equally many lines, found "
                    + sources.size() + " and " + targets.size());
        }
        List<TextPair> pairs = new ArrayList<>(sources.size());
        for (int i = 0; i < sources.size(); i++) {
            pairs.add(new TextPair(
                    text(sources.get(i), source + ":" + (i + 1)),
                    text(targets.get(i), target + ":" + (i + 1)),
                    source + ":" + (i + 1)));
        }
        return pairs;
    }

    /** A text without the spaces around it. */
    static String text(String line, String place) {
        if (line.isBlank()) {
            throw new DataException(place + ": must be a text, found a blank one");
        }
        return line.strip();
    }
}
