package io.bestiary.training.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.inference.Forecaster;
import io.bestiary.inference.SeriesClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What networks that read series are asked: every window of the second half of a file. */
final class AskedSeries {
    private static final int CONTEXT = 8;
    private static final int HORIZON = 2;
    private static final List<String> KINDS = List.of("falls", "rises", "stays");

    private AskedSeries() {}

    /** A wave and noise, in numbers that are written as they are. */
    private static float[][] rows(int count) {
        SplittableRandom random = new SplittableRandom(3);
        float[][] rows = new float[count][2];
        for (int i = 0; i < count; i++) {
            rows[i][0] = Math.round(64 * (Math.sin(i / 3.0) + random.nextDouble(-0.5, 0.5))) / 64f;
            rows[i][1] = random.nextInt(-64, 65) / 64f;
        }
        return rows;
    }

    private static List<float[][]> windows(float[][] rows, int first) {
        return IntStream.range(0, Asked.INPUTS)
                .mapToObj(i -> Arrays.copyOfRange(rows, first + i - CONTEXT, first + i))
                .toList();
    }

    private static List<Map<String, Object>> requests(List<float[][]> windows) {
        return windows.stream()
                .map(window -> Map.<String, Object>of("values", window))
                .toList();
    }

    static Asked future(Path folder) throws IOException {
        int half = Asked.INPUTS + HORIZON - 1; // every window tells two rows of the test
        float[][] rows = rows(2 * half);
        List<String> lines = new ArrayList<>(List.of("wave,noise"));
        Arrays.stream(rows).forEach(row -> lines.add(row[0] + "," + row[1]));
        Path file = Files.write(folder.resolve("series.csv"), lines);
        List<float[][]> windows = windows(rows, half);
        return new Asked(
                """
                task: forecasting
                model: {name: gru_forecaster, context: 8, horizon: 2, hidden_size: 8, layers: 1, dropout: 0}
                data: {name: series-csv, path: %s, validation: 0, test: 0.5}
                preprocess: {scale: none}
                training: {epochs: 2, optimizer: {name: adamw, rate: 0.01}}
                """.formatted(file),
                requests(windows),
                (run, engine) -> {
                    try (Forecaster forecaster = Forecaster.open(run, engine, "cpu")) {
                        return windows.stream()
                                .map(window -> forecaster.forecast(SeriesRows.of(window)))
                                .map(forecast -> Map.of("values", forecast.values()))
                                .toList();
                    }
                },
                answers -> errors(answers, rows, half));
    }

    private static Map<String, Double> errors(List<JsonNode> answers, float[][] rows, int half) {
        double squares = 0;
        double distances = 0;
        for (int i = 0; i < answers.size(); i++) {
            for (int h = 0; h < HORIZON; h++) {
                for (int c = 0; c < 2; c++) {
                    double told = answers.get(i).at("/values/" + h + "/" + c).asDouble();
                    double distance = told - rows[half + i + h][c];
                    squares += distance * distance;
                    distances += Math.abs(distance);
                }
            }
        }
        int count = answers.size() * HORIZON * 2;
        return Map.of("mse", squares / count, "mae", distances / count);
    }

    static Asked kinds(Path folder) throws IOException {
        float[][] rows = rows(2 * Asked.INPUTS);
        List<String> kinds = new ArrayList<>();
        List<String> lines = new ArrayList<>(List.of("wave,noise,kind"));
        for (int i = 0; i < rows.length; i++) {
            double change = rows[i][0] - rows[Math.max(0, i - 2)][0];
            kinds.add(KINDS.get(change < -0.3 ? 0 : change > 0.3 ? 1 : 2));
            lines.add(rows[i][0] + "," + rows[i][1] + "," + kinds.get(i));
        }
        Path file = Files.write(folder.resolve("series.csv"), lines);
        List<float[][]> windows = windows(rows, Asked.INPUTS + 1); // a window has the class of its last row
        return new Asked(
                """
                task: series-classification
                model: {name: gru_series_classifier, context: 8, hidden_size: 8}
                data: {name: series-csv, path: %s, label: kind, validation: 0, test: 0.5}
                training: {epochs: 3, batch: 32, optimizer: {name: adamw, rate: 0.02}}
                """.formatted(file),
                requests(windows),
                (run, engine) -> {
                    try (SeriesClassifier classifier = SeriesClassifier.open(run, engine, "cpu")) {
                        return windows.stream()
                                .map(window -> classifier.classify(SeriesRows.of(window)))
                                .map(Asked::json)
                                .toList();
                    }
                },
                Asked.classes(kinds.subList(Asked.INPUTS, 2 * Asked.INPUTS)));
    }
}
