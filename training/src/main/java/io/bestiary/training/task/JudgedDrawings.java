package io.bestiary.training.task;

import io.bestiary.training.measure.Coverage;
import io.bestiary.training.measure.FrechetDistance;
import io.bestiary.training.task.Judge.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a judge says of drawings beside real pictures. */
final class JudgedDrawings {
    static final Metric FRECHET = new Metric("frechet", false, false);
    static final Metric COVERAGE = new Metric("coverage", true, true);
    static final Metric TOP_PROBABILITY = new Metric("top_probability", true, true);
    /** Classes that the judge finds among the drawings. */
    static final Metric CLASSES = new Metric("classes", false, true);
    /** The largest factor between the share of a class and its share in the data; one never drawn counts as half a one. */
    static final Metric SHARE_FACTOR = new Metric("share_factor", false, false);
    /** How often the judge finds the class that was asked for. */
    static final Metric ASKED = new Metric("asked", true, true);

    static final List<Metric> METRICS = List.of(FRECHET, COVERAGE, TOP_PROBABILITY, CLASSES, SHARE_FACTOR);

    private JudgedDrawings() {}

    /**
     * Measures.
     *
     * @param truth how often each class is in the data
     * @param asked the classes that were asked for; empty where none can be
     */
    static Evaluation measure(Reading real, Reading drawn, int[] truth, int[] asked) {
        int[] found = drawn.histogram();
        int count = drawn.probabilities().length;
        double all = IntStream.of(truth).sum();
        double factor = 1;
        for (int k = 0; k < found.length; k++) {
            if (truth[k] > 0) {
                double ratio = Math.max(0.5, found[k]) / count / (truth[k] / all);
                factor = Math.max(factor, Math.max(ratio, 1 / ratio));
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(FRECHET.name(), FrechetDistance.between(real.features(), drawn.features()));
        metrics.put(COVERAGE.name(), Coverage.of(real.features(), drawn.features()));
        metrics.put(TOP_PROBABILITY.name(), drawn.topProbability());
        metrics.put(
                CLASSES.name(), (double) IntStream.of(found).filter(n -> n > 0).count());
        metrics.put(SHARE_FACTOR.name(), factor);
        if (asked.length > 0) {
            long right = IntStream.range(0, count)
                    .filter(i -> drawn.best(i) == asked[i])
                    .count();
            metrics.put(ASKED.name(), (double) right / count);
        }
        return new Evaluation(count, metrics, Map.of("drawn_classes", found));
    }
}
