package io.bestiary.training.report;

import io.bestiary.training.loop.TrainingObserver;
import io.bestiary.training.task.Metric;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows a training on stderr. */
public final class ConsoleObserver implements TrainingObserver {
    private final List<Metric> metrics;
    private Progress progress;

    public ConsoleObserver(List<Metric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    @Override
    public void epochStarts(int epoch, int epochs, int examples, String unit) {
        progress = Progress.start("epoch " + (epoch + 1) + "/" + epochs, examples, unit);
    }

    @Override
    public void stepped(long examples, Map<String, Double> means) {
        progress.update(examples, status(means));
    }

    private static String status(Map<String, Double> means) {
        StringBuilder text = new StringBuilder();
        means.forEach((name, value) -> text.append(text.isEmpty() ? "" : " ")
                .append(name)
                .append(' ')
                .append(String.format(Locale.ROOT, "%.4f", value)));
        return text.toString();
    }

    @Override
    public void epochEnds(Map<String, Double> row, boolean best) {
        progress.close();
        StringBuilder line = new StringBuilder();
        for (Metric metric : metrics) {
            Double value = row.get("validation_" + metric.name());
            if (value != null) {
                line.append("  ").append(metric.name()).append(' ').append(metric.format(value));
            }
        }
        if (!line.isEmpty()) {
            System.err.println("  validation" + line + (best ? "  (best)" : ""));
        }
    }

    @Override
    public void notice(String text) {
        System.err.println(text);
    }
}
