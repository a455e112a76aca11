package io.bestiary.datasets.series;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Seeds;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Three hourly series made in code: two sines of periods that have no common one, a sine that swells and fades, and a
 * sawtooth, each with normal noise. Tenths as {@code SeriesCsv}: 7 to learn from, 1 to validate, 2 to test on.
 *
 * <p>No method can be better than the noise: its variance is the least mean squared error, before scaling.
 *
 * @param rows hours
 * @param noise standard deviation of the noise
 * @param seed what the noise is a function of
 */
public record Waves(int rows, double noise, long seed) implements SeriesSpec {
    public static final Waves DEFAULTS = new Waves(3000, 0.1, 0);

    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 1, 1, 0, 0);

    public Waves {
        if (rows < 100 || rows > 10_000_000) {
            throw new IllegalArgumentException("rows: must be between 100 and 10000000, got " + rows);
        }
        if (!(noise >= 0 && noise <= 100)) {
            throw new IllegalArgumentException("noise: must be between 0 and 100, got " + noise);
        }
    }

    @Override
    public SeriesData open(DataFolders folders) {
        SplittableRandom random = Seeds.of(seed, "waves");
        float[] values = new float[rows * 3];
        for (int t = 0; t < rows; t++) {
            values[3 * t] = (float) (sine(t, 24) + 0.5 * sine(t, 37) + noise * random.nextGaussian());
            values[3 * t + 1] = (float) (sine(t + 5, 24) * (1 + 0.5 * sine(t, 170)) + noise * random.nextGaussian());
            values[3 * t + 2] = (float) (2 * (t % 31) / 31.0 - 1 + noise * random.nextGaussian());
        }
        boolean[] begins = new boolean[rows];
        begins[0] = true;
        SeriesTable table = new SeriesTable(
                "waves",
                List.of("two_sines", "swelling", "sawtooth"),
                Optional.of(new TimeAxis("date", TimeFormat.SECOND, 0, 3600)),
                IntStream.range(0, rows).mapToObj(BEGIN::plusHours).toList(),
                values,
                begins,
                List.of());
        return SeriesData.byShare(table, 0.1, 0.2, ValueHash.of(values));
    }

    private static double sine(int time, double period) {
        // Not Math.sin: its last bit may differ from machine to machine, and a checkpoint records the hash of the data.
        return StrictMath.sin(2 * Math.PI * time / period);
    }
}
