package io.bestiary.training.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts right and wrong answers of a classifier, example by example. */
final class ClassificationScore {
    static final Metric ACCURACY = new Metric("accuracy", true, true);
    static final Metric TOP5 = new Metric("top5", true, true);
    /** The mean over the classes of the harmonic mean of precision and recall; 0 for a class that was never answered. */
    static final Metric MACRO_F1 = new Metric("macro_f1", true, true);

    static final List<Metric> METRICS = List.of(ACCURACY, TOP5, Metric.LOSS);
    private static final int TOP = 5;

    private final int[][] confusion;
    private int examples;
    private int correct;
    private int inTop;
    private double loss;

    ClassificationScore(int classes) {
        confusion = new int[classes][classes];
    }

    /** Counts a batch of logits (B, K), row-major, against its classes. */
    void add(float[] logits, long[] classes) {
        int count = confusion.length;
        for (int row = 0; row < classes.length; row++) {
            int from = row * count;
            int truth = Math.toIntExact(classes[row]);
            int best = 0;
            int ahead = 0;
            for (int k = 0; k < count; k++) {
                if (logits[from + k] > logits[from + best]) {
                    best = k;
                }
                if (logits[from + k] > logits[from + truth]) {
                    ahead++;
                }
            }
            confusion[truth][best]++;
            correct += best == truth ? 1 : 0;
            inTop += ahead < TOP ? 1 : 0;
            loss += negativeLogLikelihood(logits, from, count, truth, logits[from + best]);
        }
        examples += classes.length;
    }

    private static double negativeLogLikelihood(float[] logits, int from, int count, int truth, double max) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.exp(logits[from + k] - max);
        }
        return max + Math.log(sum) - logits[from + truth];
    }

    Evaluation evaluation() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(ACCURACY.name(), (double) correct / examples);
        metrics.put(TOP5.name(), (double) inTop / examples);
        metrics.put(MACRO_F1.name(), macroF1());
        metrics.put(Metric.LOSS.name(), loss / examples);
        return new Evaluation(examples, metrics, Map.of("confusion_matrix", confusion));
    }

    private double macroF1() {
        double sum = 0;
        for (int k = 0; k < confusion.length; k++) {
            int asked = 0;
            int answered = 0;
            for (int other = 0; other < confusion.length; other++) {
                asked += confusion[k][other];
                answered += confusion[other][k];
            }
            sum += asked + answered == 0 ? 0 : 2.0 * confusion[k][k] / (asked + answered);
        }
        return sum / confusion.length;
    }
}
