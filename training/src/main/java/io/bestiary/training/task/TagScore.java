package io.bestiary.training.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts right and wrong tags, word by word, and entities where the tags tell any. */
final class TagScore {
    static final Metric ACCURACY = ClassificationScore.ACCURACY;
    static final Metric ENTITY_F1 = new Metric("entity_f1", true, true);

    private final List<String> tags;
    private final boolean hasEntities;
    private final EntityScore entities = new EntityScore();
    private final int[][] confusion;
    private int sentences;
    private long words;
    private long right;
    private double loss;

    TagScore(List<String> tags) {
        this.tags = tags;
        this.hasEntities = EntityScore.isFormOf(tags);
        this.confusion = new int[tags.size()][tags.size()];
    }

    /** What is measured of such tags; entities choose the best checkpoint. */
    static List<Metric> metrics(List<String> tags) {
        return EntityScore.isFormOf(tags) ? List.of(ENTITY_F1, ACCURACY, Metric.LOSS) : List.of(ACCURACY, Metric.LOSS);
    }

    /** Counts a sentence whose tags were told with some loss in all. */
    void add(int[] truth, int[] answer, double nats) {
        for (int i = 0; i < truth.length; i++) {
            confusion[truth[i]][answer[i]]++;
            right += truth[i] == answer[i] ? 1 : 0;
        }
        words += truth.length;
        loss += nats;
        sentences++;
        if (hasEntities) {
            entities.add(names(truth), names(answer));
        }
    }

    /** Counts a sentence by its logits (T, K), which begin at a place of a row-major array. */
    void add(int[] truth, float[] logits, int start) {
        int[] answer = new int[truth.length];
        double nats = 0;
        int count = tags.size();
        for (int i = 0; i < truth.length; i++) {
            int from = start + i * count;
            int best = 0;
            for (int k = 1; k < count; k++) {
                best = logits[from + k] > logits[from + best] ? k : best;
            }
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += Math.exp(logits[from + k] - logits[from + best]);
            }
            nats += logits[from + best] + Math.log(sum) - logits[from + truth[i]];
            answer[i] = best;
        }
        add(truth, answer, nats);
    }

    private List<String> names(int[] numbers) {
        List<String> names = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            names.add(tags.get(number));
        }
        return names;
    }

    /** The metrics; of a method that tells no probabilities the loss means nothing. */
    Evaluation evaluation() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (hasEntities) {
            metrics.put(ENTITY_F1.name(), entities.f1());
        }
        metrics.put(ACCURACY.name(), (double) right / words);
        metrics.put(Metric.LOSS.name(), loss / words);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("words", words);
        details.put("tags", tags);
        details.put("confusion_matrix", confusion);
        if (hasEntities) {
            details.put("entities", entities.details());
        }
        return new Evaluation(sentences, metrics, details);
    }
}
