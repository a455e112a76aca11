package io.bestiary.training.cli;

import static io.bestiary.training.cli.Imports.expected;
import static io.bestiary.training.cli.Imports.file;
import static io.bestiary.training.cli.Imports.sizes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
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
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aForecasterTellsWhatItTells(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        Object[] options = sizes(
                "channels=2 context=13 horizon=3 patch=4 stride=2 hidden_size=12 layers=2 heads=3 feed_forward=20",
                "--columns",
                "left,right",
                "--mean",
                "20,-3",
                "--deviation",
                "4,.5");
        CommandLineRun imported = imports.done("patchtst", "patchtst.safetensors", options);
        assertThat(imported.err()).contains("F16 -> F32: all ", "Use it: bestiary predict");

        JsonNode forecasts = expected("series.json").get("forecast");
        JsonNode answer = predict(imports);
        assertThat(answer.get("columns")).hasToString("[\"left\",\"right\"]");
        values(Imports.JSON.treeToValue(answer.get("values"), float[][].class), forecasts);
        try (Forecaster forecaster = Forecaster.open(imports.checkpoint())) {
            Forecast forecast = forecaster.forecast(file("series.csv"));
            values(forecast.values(), forecasts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void aClassifierTellsWhatItTells(String engine) throws Exception {
        Imports imports = new Imports(folder, engine);
        Object[] options = sizes(
                "channels=2 context=6 hidden_size=4 classes=3",
                "--columns",
                "left,right",
                "--level",
                "last",
                "--mean",
                "20,-3",
                "--deviation",
                "4,.5");
        imports.done("gru_series_classifier", "gru-series.safetensors", options);
        JsonNode probabilities = expected("series.json").get("probabilities");
        for (JsonNode label : predict(imports).get("predictions")) {
            assertThat(label.get("probability").doubleValue())
                    .isCloseTo(probabilities.get(label.get("name").asInt()).doubleValue(), within(1e-4));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() throws Exception {
        Imports imports = new Imports(folder, "PyTorch");
        assertThat(imports.tried("gru_series_classifier", "gru-series.safetensors", "--columns", "left,right")
                        .err())
                .contains("--columns: must be 5, as the network reads, got [left, right]");
        assertThat(imports.tried("gru_series_classifier", "gru-series.safetensors", "--mean", "1,2")
                        .err())
                .contains("--mean: must be 5 numbers, got [1.0, 2.0]");
    }

    private static JsonNode predict(Imports imports) throws Exception {
        List<float[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file("series.csv")).subList(1, 16)) {
            String[] values = line.split(",", -1);
            rows.add(new float[] {Float.parseFloat(values[0]), Float.parseFloat(values[1])});
        }
        return imports.predict(List.of(Imports.JSON.writeValueAsString(Map.of("values", rows))))
                .get(0);
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
}
