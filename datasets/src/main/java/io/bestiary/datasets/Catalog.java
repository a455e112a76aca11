package io.bestiary.datasets;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The public data sets that recipes call by name, as {@code catalog.json} lists them. */
public final class Catalog {
    private static final List<NamedSet> SETS = read();

    private Catalog() {}

    /** All data sets, in the order of the file. */
    public static List<NamedSet> sets() {
        return SETS;
    }

    /**
     * Finds a data set by its exact name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static NamedSet find(String name) {
        return SETS.stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("name: must be one of "
                        + SETS.stream().map(NamedSet::name).toList() + ", got " + name));
    }

    private static List<NamedSet> read() {
        try (InputStream file = Catalog.class.getResourceAsStream("catalog.json")) {
            return List.of(new JsonMapper().readValue(file, NamedSet[].class));
        } catch (IOException e) {
            throw new UncheckedIOException("catalog.json", e);
        }
    }
}
