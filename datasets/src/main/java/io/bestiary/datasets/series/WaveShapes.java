package io.bestiary.datasets.series;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Short series made in code: sine, square, triangle or sawtooth, each of its own period, phase and height, with normal
 * noise. Seven tenths are to learn from, one to validate, two to test on.
 *
 * @param examples number of series, of each shape equally many
 * @param length values of a series
 * @param noise standard deviation of the noise
 * @param seed what all this is a function of
 */
public record WaveShapes(int examples, int length, double noise, long seed) implements LabelledSeriesSpec {
    public static final WaveShapes DEFAULTS = new WaveShapes(2000, 60, 0.3, 0);

    private static final List<String> SHAPES = List.of("sine", "square", "triangle", "sawtooth");

    public WaveShapes {
        check("examples", examples, 40, 1_000_000);
        check("length", length, 8, 10_000);
        if (!(noise >= 0 && noise <= 100)) {
            throw new IllegalArgumentException("noise: must be between 0 and 100, got " + noise);
        }
    }

    private static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": must be between " + least + " and " + most + ", got " + value);
        }
    }

    @Override
    public SeriesData open(DataFolders folders) {
        float[] values = new float[Math.multiplyExact(examples, length)];
        boolean[] begins = new boolean[values.length];
        List<String> labels = new ArrayList<>(values.length);
        for (int i = 0; i < examples; i++) {
            SplittableRandom random = Seeds.of(seed, "wave-shapes", i);
            String shape = SHAPES.get(i % SHAPES.size());
            double period = length * random.nextDouble(0.25, 0.7);
            double phase = random.nextDouble();
            double height = random.nextDouble(0.5, 1.5);
            begins[i * length] = true;
            for (int t = 0; t < length; t++) {
                double turn = t / period + phase;
                double value = height * wave(shape, turn - Math.floor(turn));
                values[i * length + t] = (float) (value + noise * random.nextGaussian());
                labels.add(shape);
            }
        }
        SeriesTable table =
                new SeriesTable("wave-shapes", List.of("value"), Optional.empty(), List.of(), values, begins, labels);
        int train = examples * 7 / 10 * length;
        int validation = examples * 8 / 10 * length;
        return new SeriesData(
                table,
                new Span(0, train),
                new Span(train, validation),
                new Span(validation, values.length),
                ValueHash.of(values));
    }

    /** The height of a wave between -1 and 1 at a place of its period, 0 to 1. */
    private static double wave(String shape, double place) {
        return switch (shape) {
            case "sine" -> StrictMath.sin(2 * Math.PI * place);
            case "square" -> place < 0.5 ? 1 : -1;
            case "triangle" -> 1 - 4 * Math.abs(place - 0.5);
            default -> 2 * place - 1;
        };
    }
}
