package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.inference.Forecaster;
import io.bestiary.inference.pipeline.Forecast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks for series that transformers and torch saved in half precision answer as they do there, at once after their import;
 * scripts/reference/make_import_series_fixtures.py made them.
 */
class ImportSeriesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aForecasterTellsWhatItTells(String engine) throws Exception {
        List<Object> options = new ArrayList<>(List.of("--columns", "left,right", "--mean", "20,-3"));
        options.addAll(List.of("--deviation", "4,.5"));
        for (String size : List.of(
                "channels=2",
                "context=13",
                "horizon=3",
                "patch=4",
                "stride=2",
                "hidden_size=12",
                "layers=2",
                "heads=3")) {
            options.addAll(List.of("--set", size));
        }
        options.addAll(List.of("--set", "feed_forward=20"));
        CommandLineRun imported = importing("patchtst", "patchtst.safetensors", engine, options);
        assertThat(imported.err()).contains("F16 -> F32: all ", "Use it: bestiary predict");

        JsonNode expected = JSON.readTree(file("series.json").toFile()).get("forecast");
        JsonNode answer = predict(engine);
        assertThat(answer.get("columns")).hasToString("[\"left\",\"right\"]");
        values(JSON.treeToValue(answer.get("values"), float[][].class), expected);
        try (Forecaster forecaster = Forecaster.open(folder.resolve("checkpoint"))) {
            Forecast forecast = forecaster.forecast(file("series.csv"));
            values(forecast.values(), expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aClassifierTellsWhatItTells(String engine) throws Exception {
        List<Object> options = new ArrayList<>(List.of("--columns", "left,right", "--level", "last"));
        options.addAll(List.of("--mean", "20,-3", "--deviation", "4,.5"));
        for (String size : List.of("channels=2", "context=6", "hidden_size=4", "classes=3")) {
            options.addAll(List.of("--set", size));
        }
        importing("gru_series_classifier", "gru-series.safetensors", engine, options);
        JsonNode expected = JSON.readTree(file("series.json").toFile()).get("probabilities");
        for (JsonNode label : predict(engine).get("predictions")) {
            assertThat(label.get("probability").doubleValue())
                    .isCloseTo(expected.get(label.get("name").asInt()).doubleValue(), within(1e-4));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() throws Exception {
        Object[] network = {"import", "gru_series_classifier", file("gru-series.safetensors"), "--to", folder};
        assertThat(with(network, "--columns", "left,right").err())
                .contains("--columns: must be 5, as the network reads, got [left, right]");
        assertThat(with(network, "--mean", "1,2").err()).contains("--mean: must be 5 numbers, got [1.0, 2.0]");
    }

    private static CommandLineRun with(Object[] arguments, Object... more) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return CommandLineRun.of(all.toArray());
    }

    private CommandLineRun importing(String name, String weights, String engine, List<Object> options)
            throws Exception {
        Object[] network = {"import", name, file(weights), "--to", folder.resolve("checkpoint"), "--engine", engine};
        CommandLineRun run = with(network, options.toArray());
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private JsonNode predict(String engine) throws Exception {
        List<float[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file("series.csv")).subList(1, 16)) {
            String[] values = line.split(",", -1);
            rows.add(new float[] {Float.parseFloat(values[0]), Float.parseFloat(values[1])});
        }
        Path input = folder.resolve("series.jsonl");
        Files.writeString(input, JSON.writeValueAsString(Map.of("values", rows)) + "\n");
        CommandLineRun run = CommandLineRun.of("predict", folder.resolve("checkpoint"), input, "--engine", engine);
        assertThat(run.exit()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static void values(float[][] answer, JsonNode expected) {
        assertThat(answer).hasDimensions(expected.size(), expected.get(0).size());
        for (int row = 0; row < answer.length; row++) {
            for (int c = 0; c < answer[row].length; c++) {
                assertThat((double) answer[row][c])
                        .isCloseTo(expected.get(row).get(c).doubleValue(), within(1e-3));
            }
        }
    }

    private static Path file(String name) throws Exception {
        return Path.of(ImportSeriesIT.class.getResource("import/" + name).toURI());
    }
}
