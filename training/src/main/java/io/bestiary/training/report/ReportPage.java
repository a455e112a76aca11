package io.bestiary.training.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as one page that opens from disk: its result, curves, exhibits, samples and record.
 *
 * <p>What tells the time stands on lines of the class {@code time}; all else is a function of the run.
 */
public final class ReportPage {
    private static final Pattern SAMPLE = Pattern.compile("epoch-(\\d+)-(.*?)(?:-\\d\\d)?\\.(png|md)");
    private static final int MOST_EPOCHS = 10;
    private static final int MOST_PICTURES = 16;

    private final RunData run;
    private final StringBuilder body = new StringBuilder();

    private ReportPage(RunData run) {
        this.run = run;
    }

    /** The page of one run. */
    public static String of(RunData run) {
        ReportPage page = new ReportPage(run);
        page.head();
        page.charts();
        page.exhibits();
        page.samples();
        page.record();
        return Html.page(run.name(), page.body.toString());
    }

    private void head() {
        Map<String, Object> recipe = run.values().values();
        body.append("<h1>").append(Html.text(run.name())).append("</h1>\n<p class=\"soft\">");
        body.append(Html.text(recipe.get("model.name") + " · " + recipe.get("task") + " · " + recipe.get("data.name")));
        run.result()
                .ifPresent(result -> body.append(Html.text(String.format(
                        java.util.Locale.ROOT,
                        " · %,d parameters · %s on %s · %d epochs, %,d steps",
                        result.path("parameters").asLong(),
                        result.path("engine").asText(),
                        result.path("device").asText(),
                        result.path("epochs").asInt(),
                        result.path("steps").asLong()))));
        body.append("</p>\n");
        if (run.result().isEmpty()) {
            body.append("<p>This run has not ended.</p>\n");
            return;
        }
        JsonNode result = run.result().get();
        if (result.path("metrics").isEmpty()) {
            body.append("<p>Nothing was measured: the data have neither a validation nor a test split.</p>\n");
        } else {
            metrics(result);
        }
        body.append("<p class=\"soft time\">Trained in ")
                .append(Html.text(result.path("seconds").asText()))
                .append(" s: ")
                .append(Html.text(phases(result.path("seconds_by_phase"))))
                .append("</p>\n");
    }

    private void metrics(JsonNode result) {
        body.append("<h2>Result on ")
                .append(Html.text(result.path("split").asText() + " of "
                        + Chart.number(result.path("examples").asInt())))
                .append("</h2>\n");
        Map<String, JsonNode> floors = floors(result);
        List<String> header = new ArrayList<>(List.of("", run.name()));
        header.addAll(floors.keySet());
        List<List<?>> rows = new ArrayList<>();
        result.path("metrics").properties().forEach(metric -> {
            List<Object> row = new ArrayList<>();
            row.add(metric.getKey());
            row.add(metric.getValue().asDouble());
            floors.values().forEach(floor -> {
                JsonNode value = floor.get(metric.getKey());
                row.add(value == null ? "" : value.numberValue());
            });
            rows.add(row);
        });
        body.append(Html.table(header, rows));
    }

    /** The trivial methods by what they do. */
    static Map<String, JsonNode> floors(JsonNode result) {
        Map<String, JsonNode> floors = new LinkedHashMap<>();
        if (result.path("floor").size() > 0) {
            floors.put(result.path("floor_method").asText("floor"), result.path("floor"));
        }
        result.path("other_floors").properties().forEach(floor -> floors.put(floor.getKey(), floor.getValue()));
        return floors;
    }

    private static String phases(JsonNode seconds) {
        List<String> parts = new ArrayList<>();
        seconds.properties()
                .forEach(phase ->
                        parts.add(phase.getKey() + " " + phase.getValue().asText() + " s"));
        return String.join(", ", parts);
    }

    private void charts() {
        Set<String> metrics = new LinkedHashSet<>();
        for (Map<String, Object> row : run.epochs()) {
            row.keySet().stream()
                    .filter(key -> key.startsWith("train_") || key.startsWith("validation_"))
                    .forEach(key -> metrics.add(key.replaceFirst("^(train|validation)_", "")));
        }
        List<Chart> charts = new ArrayList<>();
        for (String metric : metrics) {
            Chart chart = new Chart(metric, "step")
                    .line("train", points(run.steps(), "train_" + metric))
                    .line("train, mean of the epoch", points(run.epochs(), "train_" + metric))
                    .line("validation", points(run.epochs(), "validation_" + metric));
            run.result()
                    .ifPresent(result -> floors(result).forEach((method, values) -> {
                        if (values.has(metric)) {
                            chart.level("floor: " + method, values.get(metric).asDouble());
                        }
                    }));
            charts.add(chart);
        }
        Set<String> rates = new LinkedHashSet<>();
        run.steps()
                .forEach(row -> row.keySet().stream()
                        .filter(key -> key.equals("rate") || key.endsWith("_rate"))
                        .forEach(rates::add));
        Chart rate = new Chart("learning rate", "step");
        rates.forEach(name -> rate.line(name, points(run.steps(), name)));
        charts.add(rate);
        body.append("<h2>Curves</h2>\n<div class=\"charts\">\n");
        charts.stream().filter(chart -> !chart.isEmpty()).forEach(chart -> body.append(chart.svg()));
        body.append("</div>\n");
    }

    static List<double[]> points(List<Map<String, Object>> rows, String key) {
        List<double[]> points = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            if (row.get(key) instanceof Number value) {
                points.add(new double[] {((Number) row.get("step")).doubleValue(), value.doubleValue()});
            }
        }
        return points;
    }

    private void exhibits() {
        if (!run.exhibits().isEmpty()) {
            body.append("<h2>Answers</h2>\n");
            run.exhibits().forEach(exhibit -> body.append(Html.exhibit(exhibit)));
        }
    }

    private void samples() {
        Map<String, TreeMap<Integer, List<Path>>> byTitle = new LinkedHashMap<>();
        for (Path file : run.samples()) {
            Matcher name = SAMPLE.matcher(file.getFileName().toString());
            if (name.matches()) {
                byTitle.computeIfAbsent(name.group(2), title -> new TreeMap<>())
                        .computeIfAbsent(Integer.valueOf(name.group(1)), epoch -> new ArrayList<>())
                        .add(file);
            }
        }
        if (byTitle.isEmpty()) {
            return;
        }
        body.append("<h2>Samples through time</h2>\n");
        byTitle.forEach((title, epochs) -> {
            body.append("<h3>").append(Html.text(title.replace('-', ' '))).append("</h3>\n");
            body.append("<div class=\"pictures\">\n");
            List<Integer> numbers = new ArrayList<>(epochs.keySet());
            int shown = Math.min(MOST_EPOCHS, numbers.size());
            for (int i = 0; i < shown; i++) {
                int epoch = numbers.get(shown == 1 ? numbers.size() - 1 : i * (numbers.size() - 1) / (shown - 1));
                body.append("<div class=\"epoch\"><p class=\"soft\">epoch ")
                        .append(epoch)
                        .append("</p>\n<div class=\"pictures\">\n");
                epochs.get(epoch).stream().limit(MOST_PICTURES).forEach(this::sample);
                body.append("</div></div>\n");
            }
            body.append("</div>\n");
        });
    }

    private void sample(Path file) {
        try {
            if (file.toString().endsWith(".png")) {
                body.append(Html.picture(Files.readAllBytes(file), ""));
            } else {
                body.append(Html.markdown(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void record() {
        body.append("<h2>Record</h2>\n").append(Html.pairs(run.record()));
        body.append("<details><summary>The recipe, resolved</summary><pre>")
                .append(Html.text(run.recipe()))
                .append("</pre></details>\n");
    }
}
