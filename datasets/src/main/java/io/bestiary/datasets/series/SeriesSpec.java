package io.bestiary.datasets.series;

import io.bestiary.datasets.DataFolders;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says which series to foretell: the {@code data} of a recipe. Paths are those of the user. */
public sealed interface SeriesSpec permits NamedSeries, Waves, SeriesCsv {

    /**
     * Finds the data, downloads them if need be, and divides them by time.
     *
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    SeriesData open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends SeriesSpec>> kinds() {
        Map<String, Class<? extends SeriesSpec>> kinds = new LinkedHashMap<>();
        NamedSeries.NAMES.forEach(name -> kinds.put(name, NamedSeries.class));
        kinds.put("waves", Waves.class);
        kinds.put("series-csv", SeriesCsv.class);
        return Collections.unmodifiableMap(kinds);
    }
}
