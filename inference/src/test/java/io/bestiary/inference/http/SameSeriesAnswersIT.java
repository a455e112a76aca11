package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.inference.SmallSeries;
import io.bestiary.inference.batch.BatchJob;
import io.bestiary.inference.batch.FileItems;
import io.bestiary.inference.batch.Items;
import io.bestiary.inference.batch.RowFormat;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.engine.Backend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same 1,000 series through the embedded library, a batch job and HTTP, one at a time and together: equal answers. */
class SameSeriesAnswersIT {
    private static final int INPUTS = 1000;
    private static final int AT_ONCE = 100;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "pytorch, classification",
        "pytorch, forecasting",
        "mxnet, classification",
        "mxnet, forecasting",
    })
    void fromEveryWayOfAsking(String engine, String task) throws Exception {
        Path checkpoint = task.equals("forecasting")
                ? SmallSeries.forecaster(folder.resolve("series"), engine)
                : SmallSeries.classifier(folder.resolve("series"), engine);
        List<JsonNode> embedded = new ArrayList<>();
        List<JsonNode> predicted;
        try (Session<?, ?> session = Session.open(checkpoint, Backend.of(engine, "cpu"))) {
            embed(session, embedded);
            predicted = predict(session);
        }
        try (Served served = new Served(folder, engine, ModelServer.Options.DEFAULTS)) {
            served.server.load("series", "1", checkpoint);
            ArrayNode together = Served.JSON.createArrayNode();
            for (int from = 0; from < INPUTS; from += AT_ONCE) {
                ObjectNode body = Served.JSON.createObjectNode();
                ArrayNode inputs = body.putArray("inputs");
                IntStream.range(from, from + AT_ONCE).forEach(i -> inputs.add(values(i)));
                together.addAll((ArrayNode)
                        served.post("/models/series", body.toString()).json().get("answers"));
            }
            for (int i = 0; i < INPUTS; i++) {
                same(embedded.get(i), predicted.get(i));
                same(embedded.get(i), together.get(i));
                same(
                        embedded.get(i),
                        served.post("/models/series", values(i).toString()).json());
            }
        }
    }

    private static JsonNode values(int number) {
        return Served.JSON.valueToTree(SmallSeries.rows(number).values());
    }

    private static <I, A> void embed(Session<I, A> session, List<JsonNode> answers) {
        List<I> inputs = IntStream.range(0, INPUTS)
                .mapToObj(SmallSeries::rows)
                .map((SeriesRows rows) -> session.inputForm().type().cast(rows))
                .toList();
        session.answer(inputs)
                .forEach(answer ->
                        answers.add(Served.JSON.valueToTree(session.answerForm().toJson(answer))));
    }

    private <I, A> List<JsonNode> predict(Session<I, A> session) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < INPUTS; i++) {
            lines.append(values(i)).append('\n');
        }
        Path file = Files.writeString(folder.resolve("inputs.jsonl"), lines);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Items<I> items = FileItems.of(session.inputForm(), List.of(file), null);
                PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            new BatchJob(RowFormat.JSONL, 64, true).toStream(session, items, stream, (rows, errors, bytes) -> {});
        }
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            ObjectNode row = (ObjectNode) Served.JSON.readTree(line);
            row.remove("input");
            answers.add(row);
        }
        return answers;
    }

    /** The same keys, texts and, within 1e-5, numbers. */
    private static void same(JsonNode expected, JsonNode answer) {
        if (expected.isNumber()) {
            assertThat(answer.asDouble()).isCloseTo(expected.asDouble(), within(1e-5));
        } else if (expected.isContainerNode()) {
            assertThat(answer.size()).as(answer.toString()).isEqualTo(expected.size());
            Iterator<JsonNode> values = answer.elements();
            if (expected.isObject()) {
                expected.fieldNames().forEachRemaining(name -> same(expected.get(name), answer.path(name)));
            } else {
                expected.elements().forEachRemaining(value -> same(value, values.next()));
            }
        } else {
            assertThat(answer).isEqualTo(expected);
        }
    }
}
