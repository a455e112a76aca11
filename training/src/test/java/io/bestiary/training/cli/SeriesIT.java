package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.Forecaster;
import io.bestiary.inference.SeriesClassifier;
import io.bestiary.inference.pipeline.Forecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series from recipe to answer, on both engines. */
class SeriesIT {
    @TempDir
    private Path folder;

    private JsonNode train(String engine, String recipe) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
        CommandLineRun run =
                CommandLineRun.of("train", file, "--run", folder.resolve("run"), "--engine", engine, "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        CommandLineRun again = CommandLineRun.of("evaluate", folder.resolve("run"), "--json");
        assertThat(again.exit()).as(again.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(new ObjectMapper().readTree(again.out()).get("metrics")).isEqualTo(result.get("metrics"));
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void foretells(String engine) throws IOException {
        JsonNode result = train(engine, """
            task: forecasting
            model: {name: gru_forecaster, context: 24, horizon: 3, hidden_size: 16, layers: 1, dropout: 0.0}
            data: {name: waves, rows: 800, noise: 0.05}
            training: {epochs: 6, optimizer: {name: adamw, rate: 0.01}}
            """);
        assertThat(result.get("metrics").get("mse").doubleValue())
                .isLessThan(
                        result.get("other_floors").get("last value").get("mse").doubleValue());
        Path csv = folder.resolve("past.csv");
        Files.writeString(
                csv,
                IntStream.range(0, 30)
                        .mapToObj(i -> "2024-02-%02d %02d:00:00,%d,0.5,-0.5".formatted(27 + i / 24, i % 24, i % 3))
                        .collect(Collectors.joining("\n", "date,two_sines,swelling,sawtooth\n", "\n")));
        try (Forecaster forecaster = Forecaster.open(folder.resolve("run"), engine, "cpu")) {
            Forecast forecast = forecaster.forecast(csv);
            assertThat(forecast.columns()).containsExactly("two_sines", "swelling", "sawtooth");
            assertThat(forecast.times())
                    .containsExactly("2024-02-28 06:00:00", "2024-02-28 07:00:00", "2024-02-28 08:00:00");
            assertThat(forecast.values()).hasDimensions(3, 3);
            JsonNode predicted = predicted(csv, engine);
            assertThat(predicted.get("values")).hasSize(3);
            assertThat(predicted.at("/values/2/1").floatValue()).isCloseTo(forecast.values()[2][1], within(1e-5f));
            assertThat(predicted.at("/times/0").asText()).isEqualTo("2024-02-28 06:00:00");
            Files.writeString(
                    csv, "date,two_sines,swelling,sawtooth\n2024-01-01 00:00:00,1,1,1\n2024-01-01 01:00:00,1,1,1\n");
            assertThatThrownBy(() -> forecaster.forecast(csv))
                    .isInstanceOf(DataException.class)
                    .hasMessage("rows: must be at least 24, as the network reads, got 2");
        }
        assertThatThrownBy(() -> SeriesClassifier.open(folder.resolve("run"), engine, "cpu"))
                .hasMessageContaining("must be for series-classification, is for forecasting");
    }

    /** A csv of a series is one input. */
    private JsonNode predicted(Path csv, String engine) throws IOException {
        CommandLineRun run = CommandLineRun.of("predict", folder.resolve("run"), csv, "--engine", engine);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void classifies(String engine) throws IOException {
        JsonNode result = train(engine, """
            task: series-classification
            model: {name: gru_series_classifier, context: 24, hidden_size: 16}
            data: {name: wave-shapes, examples: 400, length: 24, noise: 0.05}
            training: {epochs: 6, batch: 32, optimizer: {name: adamw, rate: 0.01}}
            """);
        assertThat(result.get("metrics").get("accuracy").doubleValue())
                .isGreaterThan(result.get("floor").get("accuracy").doubleValue());
        Path csv = folder.resolve("signal.csv");
        Files.writeString(
                csv,
                IntStream.range(0, 24)
                        .mapToObj(i -> i / 6 % 2 == 0 ? "1" : "-1")
                        .collect(Collectors.joining("\n", "value\n", "\n")));
        try (SeriesClassifier classifier = SeriesClassifier.open(folder.resolve("run"), engine, "cpu")) {
            assertThat(classifier.classify(csv).labels())
                    .hasSize(4)
                    .extracting(label -> label.name())
                    .containsExactlyInAnyOrder("sawtooth", "sine", "square", "triangle");
        }
    }
}
