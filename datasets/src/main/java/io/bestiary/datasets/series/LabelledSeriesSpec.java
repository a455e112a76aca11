package io.bestiary.datasets.series;

import io.bestiary.datasets.DataFolders;
import java.util.Map;

/** Says which series to classify: the {@code data} of a recipe. Paths are those of the user. */
public sealed interface LabelledSeriesSpec permits Occupancy, WaveShapes, LabelledSeriesCsv {

    /**
     * Finds the data, downloads them if need be, and divides them by time.
     *
     * @return rows with labels
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    SeriesData open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends LabelledSeriesSpec>> kinds() {
        return Map.of(
                "occupancy", Occupancy.class, "wave-shapes", WaveShapes.class, "series-csv", LabelledSeriesCsv.class);
    }
}
