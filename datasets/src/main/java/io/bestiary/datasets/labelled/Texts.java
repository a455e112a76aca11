package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.rows.Row;
import java.util.List;
import java.util.stream.IntStream;

/** What readers of labelled texts have in common. */
final class Texts {
    private static final int SHOWN = 10;

    private Texts() {}

    static <E> List<E> of(Dataset<E> data) {
        return IntStream.range(0, data.size()).mapToObj(data::get).toList();
    }

    /** The rows of a table as texts and their classes. */
    static List<LabelledText> labelled(List<Row> rows, String text, String label) {
        return rows.stream()
                .map(row -> new LabelledText(
                        text(row.values().get(0), text, row.place()),
                        label(row.values().get(1), label, row.place()),
                        row.place()))
                .toList();
    }

    /** A text without the white space around it, which must not be all there is. */
    static String text(String given, String key, String place) {
        if (given.isBlank()) {
            throw new DataException(place + ": " + key + ": must be a text, found a blank one");
        }
        return given.strip();
    }

    /** The name of a class. */
    static String label(String given, String key, String place) {
        String name = given.strip();
        if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
            throw new DataException(place + ": " + key + ": must name a class, found \"" + name + "\"");
        }
        return name;
    }

    /** Some of many names. */
    static String shown(List<String> names) {
        return names.size() <= SHOWN
                ? names.toString()
                : names.subList(0, SHOWN) + " and " + (names.size() - SHOWN) + " more";
    }
}
