package io.bestiary.training.task;

import io.bestiary.training.metric.Bleu;
import io.bestiary.training.metric.Chrf;
import io.bestiary.training.metric.Letters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares texts with their references; and the cross entropy of the references, each token counted alike. */
final class TranslationScore {
    static final Metric BLEU = new Metric("bleu", false, true);
    static final Metric CHRF = new Metric("chrf", false, true);
    static final Metric EXACT = new Metric("exact_match", true, true);

    static final List<Metric> METRICS = List.of(Metric.LOSS, BLEU, CHRF, EXACT);

    private final Bleu bleu;
    private final Chrf chrf;
    private int texts;
    private int equal;

    TranslationScore(Letters letters) {
        bleu = new Bleu(letters);
        chrf = new Chrf(letters);
    }

    void add(String text, String reference) {
        bleu.add(text, reference);
        chrf.add(text, reference);
        equal += text.equals(reference) ? 1 : 0;
        texts++;
    }

    /** All that is known without a network. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(BLEU.name(), bleu.score());
        metrics.put(CHRF.name(), chrf.score());
        metrics.put(EXACT.name(), (double) equal / texts);
        return metrics;
    }

    /** @param loss cross entropy of a token of the references, in nats */
    Evaluation evaluation(double loss) {
        Map<String, Double> metrics = metrics();
        metrics.put(Metric.LOSS.name(), loss);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("bleu_signature", bleu.signature());
        details.put("chrf_signature", chrf.signature());
        return new Evaluation(texts, metrics, details);
    }
}
