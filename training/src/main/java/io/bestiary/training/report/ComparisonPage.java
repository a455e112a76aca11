package io.bestiary.training.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several runs side by side as one page that opens from disk. */
public final class ComparisonPage {
    private ComparisonPage() {}

    /** The page of the runs, in their order. */
    public static String of(List<RunData> runs) {
        Map<String, RunData> named = named(runs);
        StringBuilder body = new StringBuilder("<h1>" + runs.size() + " runs</h1>\n<h2>Results</h2>\n");
        body.append(results(named));
        body.append("<h2>Curves</h2>\n<div class=\"charts\">\n");
        Set<String> keys = new LinkedHashSet<>();
        runs.forEach(run -> run.epochs()
                .forEach(row -> row.keySet().stream()
                        .filter(key -> key.startsWith("train_") || key.startsWith("validation_"))
                        .forEach(keys::add)));
        for (String key : keys) {
            Chart chart = new Chart(key.replace('_', ' '), "step");
            named.forEach((name, run) -> chart.line(name, ReportPage.points(run.epochs(), key)));
            if (key.startsWith("validation_")) {
                floors(runs, key.substring("validation_".length())).forEach(chart::level);
            }
            if (!chart.isEmpty()) {
                body.append(chart.svg());
            }
        }
        body.append("</div>\n<h2>Recipes</h2>\n").append(recipes(named));
        return Html.page("Runs", body.toString());
    }

    private static Map<String, RunData> named(List<RunData> runs) {
        Map<String, RunData> named = new LinkedHashMap<>();
        for (RunData run : runs) {
            String name = run.name();
            for (int number = 2; named.containsKey(name); number++) {
                name = run.name() + " (" + number + ")";
            }
            named.put(name, run);
        }
        return named;
    }

    private static Map<String, Double> floors(List<RunData> runs, String metric) {
        Map<String, Double> floors = new LinkedHashMap<>();
        for (RunData run : runs) {
            run.result()
                    .ifPresent(result -> ReportPage.floors(result).forEach((method, values) -> {
                        if (values.has(metric)) {
                            floors.put("floor: " + method, values.get(metric).asDouble());
                        }
                    }));
        }
        return floors;
    }

    private static String results(Map<String, RunData> runs) {
        Set<String> metrics = new LinkedHashSet<>();
        runs.values()
                .forEach(run -> run.result()
                        .ifPresent(result -> result.path("metrics").fieldNames().forEachRemaining(metrics::add)));
        List<String> header = new ArrayList<>(List.of("run", "network", "split"));
        header.addAll(metrics);
        header.addAll(List.of("epochs", "steps"));
        List<List<?>> rows = new ArrayList<>();
        runs.forEach((name, run) -> {
            List<Object> row = new ArrayList<>();
            row.add(name);
            row.add(run.values().values().get("model.name"));
            JsonNode result = run.result().orElse(null);
            row.add(result == null ? "not ended" : result.path("split").asText());
            for (String metric : metrics) {
                JsonNode value = result == null ? null : result.path("metrics").get(metric);
                row.add(value == null || !value.isNumber() ? "" : value.numberValue());
            }
            row.add(result == null ? "" : result.path("epochs").numberValue());
            row.add(result == null ? "" : result.path("steps").numberValue());
            rows.add(row);
        });
        return Html.table(header, rows);
    }

    /** The keys in which the recipes are not all equal. */
    private static String recipes(Map<String, RunData> runs) {
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        Set<String> keys = new LinkedHashSet<>();
        runs.forEach((name, run) -> {
            values.put(name, run.values().values());
            keys.addAll(run.values().values().keySet());
        });
        List<List<?>> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> row = new ArrayList<>(List.of(key));
            values.values().forEach(recipe -> row.add(String.valueOf(recipe.getOrDefault(key, "-"))));
            if (new LinkedHashSet<>(row.subList(1, row.size())).size() > 1) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            return "<p>All recipes are the same.</p>\n";
        }
        List<String> header = new ArrayList<>(List.of("key"));
        header.addAll(runs.keySet());
        return Html.table(header, rows);
    }
}
