package io.bestiary.training.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.training.loop.Outcome;
import io.bestiary.training.task.Evaluation;
import io.bestiary.training.task.LearningTask.Floor;
import io.bestiary.training.task.Metric;
import io.bestiary.zoo.engine.Backend;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The end of a training: {@code result.json}, and the table that people see. */
public record Results(String model, List<Metric> metrics, Outcome outcome, Backend backend) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The document that {@code result.json} holds. */
    public String toJson() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("metrics", outcome.evaluation().map(Evaluation::metrics).orElse(Map.of()));
        document.put("floor", outcome.floor().map(Floor::metrics).orElse(Map.of()));
        document.put("floor_method", outcome.floor().map(Floor::method).orElse(null));
        Map<String, Object> others = new LinkedHashMap<>();
        outcome.floor()
                .ifPresent(floor -> floor.others().forEach(other -> others.put(other.method(), other.metrics())));
        if (!others.isEmpty()) {
            document.put("other_floors", others);
        }
        document.put("split", outcome.split().toString());
        document.put("examples", outcome.evaluation().map(Evaluation::examples).orElse(0));
        document.put("epochs", outcome.epochs());
        document.put("steps", outcome.steps());
        document.put("seconds", Math.round(outcome.seconds() * 10) / 10.0);
        document.put("seconds_by_phase", outcome.times());
        document.put("engine", backend.engine().toString());
        document.put("device", backend.deviceName());
        document.put("model", model);
        document.put("parameters", outcome.parameters());
        outcome.evaluation().ifPresent(evaluation -> document.putAll(evaluation.details()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prints the metrics beside the floor's. */
    public void print(PrintStream out, boolean json) {
        if (json) {
            out.print(toJson());
            return;
        }
        if (outcome.evaluation().isEmpty()) {
            out.println("Nothing was measured: the data have neither a validation nor a test split.");
            return;
        }
        print(
                out,
                model,
                metrics,
                outcome.split().toString(),
                outcome.evaluation().get(),
                outcome.floor().get());
    }

    /** Prints an evaluation beside a floor. */
    public static void print(
            PrintStream out, String model, List<Metric> metrics, String split, Evaluation evaluation, Floor floor) {
        List<Floor> floors = new ArrayList<>(List.of(floor));
        floors.addAll(floor.others());
        List<String> header = new ArrayList<>(List.of(split + " of " + evaluation.examples(), model));
        floors.forEach(one -> header.add(one.method()));
        Table table = new Table(header.toArray(String[]::new));
        for (Metric metric : metrics) {
            List<Object> row = new ArrayList<>();
            row.add(metric.name());
            row.add(metric.format(evaluation.metrics().get(metric.name())));
            for (Floor one : floors) {
                Double trivial = one.metrics().get(metric.name());
                row.add(trivial == null ? null : metric.format(trivial));
            }
            table.row(row.toArray());
        }
        table.print(out, false);
        evaluation.details().forEach((name, value) -> {
            if (value instanceof String text) {
                out.println(name + "  " + text);
            }
        });
    }
}
