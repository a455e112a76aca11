package io.bestiary.training.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * BLEU of a corpus, 0 to 100, with one reference for each text: words and up to four of them in a row that are in the
 * reference too, less what is lost by brevity. Papineni et al., 2002, https://doi.org/10.3115/1073083.1073135.
 *
 * <p>Equal to the Python package sacrebleu with the settings that {@link #signature} says; Post, 2018,
 * https://arxiv.org/abs/1804.08771. An order without a match counts as half a match, the next one as a quarter.
 */
public final class Bleu {
    private static final int ORDERS = 4;

    private final Letters letters;
    private final long[] matches = new long[ORDERS];
    private final long[] totals = new long[ORDERS];
    private long length;
    private long referenceLength;

    public Bleu(Letters letters) {
        this.letters = letters;
    }

    /** Counts a text against its reference. */
    public void add(String text, String reference) {
        List<String> words = MtevalTokenizer.words(letters.apply(text));
        List<String> expected = MtevalTokenizer.words(letters.apply(reference));
        length += words.size();
        referenceLength += expected.size();
        for (int n = 1; n <= ORDERS; n++) {
            Map<List<String>, Integer> left = counts(expected, n);
            for (int from = 0; from + n <= words.size(); from++) {
                totals[n - 1]++;
                matches[n - 1] += left.merge(words.subList(from, from + n), -1, Integer::sum) >= 0 ? 1 : 0;
            }
        }
    }

    private static Map<List<String>, Integer> counts(List<String> words, int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int from = 0; from + n <= words.size(); from++) {
            counts.merge(words.subList(from, from + n), 1, Integer::sum);
        }
        return counts;
    }

    /** The score of all texts together. */
    public double score() {
        double logs = 0;
        double unmatched = 1;
        for (int n = 0; n < ORDERS; n++) {
            if (matches[0] == 0 || totals[n] == 0) {
                return 0;
            }
            unmatched *= matches[n] == 0 ? 2 : 1;
            logs += Math.log(matches[n] == 0 ? 1 / (unmatched * totals[n]) : (double) matches[n] / totals[n]);
        }
        double brevity = length < referenceLength ? Math.exp(1 - (double) referenceLength / length) : 1;
        return 100 * brevity * Math.exp(logs / ORDERS);
    }

    /** What the score is, as sacrebleu says it. */
    public String signature() {
        return "nrefs:1|case:" + letters + "|eff:no|tok:13a|smooth:exp|version:" + Letters.VERSION;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "BLEU|%s = %.2f", signature(), score());
    }
}
