package io.bestiary.training.task;

import io.bestiary.training.task.Exhibit.Matrix;
import io.bestiary.training.task.Exhibit.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a classifier answered, and where it was most wrong: for pictures, texts or series alike. */
final class ClassificationMistakes {
    private static final int MOST_CLASSES_DRAWN = 40;
    private static final int MOST_PAIRS_LISTED = 20;

    private final List<String> labels;
    private final int[][] confusion;
    private final List<Mistake> mistakes = new ArrayList<>();

    /**
     * A wrong answer.
     *
     * @param index of the example in its split
     * @param truth its class
     * @param answer the class that was given
     * @param probability of the answer
     * @param loss minus the logarithm of the truth's probability
     */
    record Mistake(int index, int truth, int answer, double probability, double loss) {}

    ClassificationMistakes(List<String> labels) {
        this.labels = List.copyOf(labels);
        this.confusion = new int[labels.size()][labels.size()];
    }

    /** Takes in a batch of logits (B, K), row-major. */
    void add(float[] logits, long[] classes, int[] indices) {
        int count = labels.size();
        for (int row = 0; row < classes.length; row++) {
            int from = row * count;
            int truth = Math.toIntExact(classes[row]);
            int answer = 0;
            for (int k = 1; k < count; k++) {
                answer = logits[from + k] > logits[from + answer] ? k : answer;
            }
            confusion[truth][answer]++;
            if (answer != truth) {
                double sum = 0;
                for (int k = 0; k < count; k++) {
                    sum += Math.exp(logits[from + k] - logits[from + answer]);
                }
                double loss = logits[from + answer] + Math.log(sum) - logits[from + truth];
                mistakes.add(new Mistake(indices[row], truth, answer, 1 / sum, loss));
            }
        }
    }

    /** The mistakes that cost most, the worst first. */
    List<Mistake> worst(int most) {
        return mistakes.stream()
                .sorted(Comparator.comparingDouble(Mistake::loss).reversed().thenComparingInt(Mistake::index))
                .limit(most)
                .toList();
    }

    /** What a mistake was, such as {@code 4 taken for 9 (97 %)}. */
    String caption(Mistake mistake) {
        return String.format(
                Locale.ROOT,
                "%s taken for %s (%.0f %%)",
                labels.get(mistake.truth()),
                labels.get(mistake.answer()),
                100 * mistake.probability());
    }

    /** Which class was taken for which, and how often; of many classes, only those pairs that were most often mixed up. */
    Exhibit confusion() {
        return labels.size() <= MOST_CLASSES_DRAWN ? matrix() : pairs();
    }

    private Exhibit matrix() {
        List<List<Double>> values = new ArrayList<>();
        for (int[] row : confusion) {
            List<Double> counts = new ArrayList<>();
            for (int count : row) {
                counts.add((double) count);
            }
            values.add(counts);
        }
        return new Matrix("Confusion", "truth", "answer", labels, labels, values);
    }

    private Exhibit pairs() {
        record Pair(int truth, int answer, int count) {}
        List<Pair> pairs = new ArrayList<>();
        for (int truth = 0; truth < confusion.length; truth++) {
            for (int answer = 0; answer < confusion.length; answer++) {
                if (truth != answer && confusion[truth][answer] > 0) {
                    pairs.add(new Pair(truth, answer, confusion[truth][answer]));
                }
            }
        }
        return new Texts(
                "Most often mixed up",
                List.of("truth", "answer", "times"),
                pairs.stream()
                        .sorted(Comparator.comparingInt(Pair::count)
                                .reversed()
                                .thenComparingInt(Pair::truth)
                                .thenComparingInt(Pair::answer))
                        .limit(MOST_PAIRS_LISTED)
                        .map(pair -> List.of(
                                labels.get(pair.truth()), labels.get(pair.answer()), Integer.toString(pair.count())))
                        .toList());
    }
}
