package io.bestiary.training.metric;

import java.util.HashMap;
import java.util.Map;

/**
 * chrF2 of a corpus, 0 to 100, with one reference for each text: how many runs of one to six characters text and reference
 * share, recall counting twice. Popovic, 2015, https://doi.org/10.18653/v1/W15-3049.
 *
 * <p>Equal to the Python package sacrebleu with the settings that {@link #signature} says.
 */
public final class Chrf {
    private static final int ORDERS = 6;
    private static final double RECALL = 2 * 2;

    private final Letters letters;
    private final long[] matches = new long[ORDERS];
    private final long[] totals = new long[ORDERS];
    private final long[] referenceTotals = new long[ORDERS];

    public Chrf(Letters letters) {
        this.letters = letters;
    }

    /** Counts a text against its reference. */
    public void add(String text, String reference) {
        int[] characters = Spaces.without(letters.apply(text)).codePoints().toArray();
        int[] expected = Spaces.without(letters.apply(reference)).codePoints().toArray();
        for (int n = 1; n <= ORDERS; n++) {
            Map<String, Integer> left = new HashMap<>();
            for (int from = 0; from + n <= expected.length; from++) {
                left.merge(new String(expected, from, n), 1, Integer::sum);
                referenceTotals[n - 1]++;
            }
            if (left.isEmpty()) {
                continue; // where the reference has no run so long, those of the text do not count
            }
            for (int from = 0; from + n <= characters.length; from++) {
                totals[n - 1]++;
                matches[n - 1] += left.merge(new String(characters, from, n), -1, Integer::sum) >= 0 ? 1 : 0;
            }
        }
    }

    /** The score of all texts together. */
    public double score() {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int n = 0; n < ORDERS; n++) {
            if (totals[n] > 0 && referenceTotals[n] > 0) {
                precision += (double) matches[n] / totals[n];
                recall += (double) matches[n] / referenceTotals[n];
                orders++;
            }
        }
        if (precision + recall == 0) {
            return 0;
        }
        precision /= orders;
        recall /= orders;
        return 100 * (1 + RECALL) * precision * recall / (RECALL * precision + recall);
    }

    /** What the score is, as sacrebleu says it. */
    public String signature() {
        return "nrefs:1|case:" + letters + "|eff:yes|nc:6|nw:0|space:no|version:" + Letters.VERSION;
    }
}
