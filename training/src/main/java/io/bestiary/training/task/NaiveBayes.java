package io.bestiary.training.task;

import io.bestiary.datasets.text.WordTokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Multinomial naive Bayes on words in lower case, each counted once more than it was seen; McCallum and Nigam, 1998. Words
 * that no training text has are passed over.
 */
final class NaiveBayes {
    private final double[] logPrior;
    private final Map<String, double[]> logLikelihood = new HashMap<>();

    private NaiveBayes(double[] logPrior) {
        this.logPrior = logPrior;
    }

    static NaiveBayes fit(List<String> texts, int[] classes, int count) {
        double[] prior = new double[count];
        double[] words = new double[count];
        Map<String, double[]> counts = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            prior[classes[i]]++;
            for (String word : words(texts.get(i))) {
                counts.computeIfAbsent(word, key -> new double[count])[classes[i]]++;
                words[classes[i]]++;
            }
        }
        for (int k = 0; k < count; k++) {
            prior[k] = Math.log(prior[k] / texts.size());
        }
        NaiveBayes bayes = new NaiveBayes(prior);
        counts.forEach((word, seen) -> {
            double[] log = new double[count];
            for (int k = 0; k < count; k++) {
                log[k] = Math.log((seen[k] + 1) / (words[k] + counts.size()));
            }
            bayes.logLikelihood.put(word, log);
        });
        return bayes;
    }

    private static List<String> words(String text) {
        return WordTokenizer.pieces(text, WordTokenizer.Letters.LOWER_CASE);
    }

    /** Logarithms of the joint probabilities of the text and each class. */
    float[] logits(String text) {
        List<double[]> terms = new ArrayList<>();
        for (String word : words(text)) {
            double[] term = logLikelihood.get(word);
            if (term != null) {
                terms.add(term);
            }
        }
        float[] logits = new float[logPrior.length];
        for (int k = 0; k < logits.length; k++) {
            double sum = logPrior[k];
            for (double[] term : terms) {
                sum += term[k];
            }
            logits[k] = (float) sum;
        }
        return logits;
    }
}
