package io.bestiary.inference.decoding;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.inference.decoding.BeamSearch.Found;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Looks for the targets of many sources at once, all read in step; to be called from the engine's thread. Every source finds
 * what it finds alone.
 *
 * <p>As {@link BeamSearch}, but a source is done as soon as it has {@code width} texts, as is usual in translation: with a
 * width of 1 it takes the most probable token each time.
 *
 * @param width beginnings that are kept for each source
 * @param lengthPenalty the larger, the longer the texts
 * @param begin the tokens that all targets begin with, which are not part of the answer
 * @param end the token that ends a target, which is not part of the answer
 */
public record TargetSearch(int width, double lengthPenalty, List<Integer> begin, int end) {

    public TargetSearch {
        new BeamSearch(width, lengthPenalty);
        begin = List.copyOf(begin);
    }

    /** A beginning of a target, the log probability of its tokens, and the row of the reader that has read it. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    private record Beam(int[] tokens, double logProbability, int row) {}

    /** A beginning, lengthened by a token. */
    private record Step(Beam beam, int token, double logProbability) {}

    /** The search for one source. */
    private final class Search {
        private final int most;
        private final List<Found> found = new ArrayList<>();
        private List<Beam> beams;

        Search(int row, int most) {
            this.most = most;
            this.beams =
                    List.of(new Beam(begin.stream().mapToInt(token -> token).toArray(), 0, row));
        }

        /** Takes the logits of each row, of which some are this search's. */
        void step(float[][] logits) {
            List<Beam> going = new ArrayList<>();
            int rank = 0;
            for (Step step : best(logits)) {
                int[] tokens = step.beam().tokens();
                if (step.token() != end) {
                    int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
                    longer[tokens.length] = step.token();
                    going.add(
                            new Beam(longer, step.logProbability(), step.beam().row()));
                } else if (rank < width) {
                    found.add(found(tokens, step.logProbability(), tokens.length - begin.size() + 1));
                }
                rank++;
                if (going.size() == width) {
                    break;
                }
            }
            beams = going;
            if (found.size() < width && written() == most) {
                beams.forEach(beam -> found.add(found(beam.tokens(), beam.logProbability(), most)));
            }
        }

        private int written() {
            return beams.isEmpty() ? most : beams.get(0).tokens().length - begin.size();
        }

        boolean done() {
            return found.size() >= width || written() == most;
        }

        List<Found> results() {
            return found.stream()
                    .sorted(Comparator.comparingDouble(Found::score).reversed())
                    .limit(width)
                    .toList();
        }

        /** The most probable steps of all beginnings, the best first; of equals the one with the lower numbers. */
        private List<Step> best(float[][] logits) {
            Comparator<Step> worse = Comparator.comparingDouble(Step::logProbability)
                    .thenComparing(Comparator.comparingInt(Step::token).reversed())
                    .thenComparing(
                            Comparator.<Step>comparingInt(step -> step.beam().row())
                                    .reversed());
            int count = width + beams.size();
            PriorityQueue<Step> kept = new PriorityQueue<>(worse);
            for (Beam beam : beams) {
                float[] row = logits[beam.row()];
                double shift = beam.logProbability() - logSum(row);
                for (int token = 0; token < row.length; token++) {
                    double logProbability = shift + row[token];
                    if (kept.size() < count || logProbability >= kept.peek().logProbability()) {
                        kept.add(new Step(beam, token, logProbability));
                        if (kept.size() > count) {
                            kept.poll();
                        }
                    }
                }
            }
            return kept.stream().sorted(worse.reversed()).toList();
        }

        /** @param length of the text with its end, or of as much of it as there was room for */
        private Found found(int[] tokens, double logProbability, int length) {
            return new Found(
                    Arrays.copyOfRange(tokens, begin.size(), tokens.length),
                    logProbability / Math.pow(length, lengthPenalty));
        }
    }

    /**
     * Searches.
     *
     * @param source a row for each, as the encoder wants it
     * @param most tokens to write for each source
     * @return for each source at most {@code width} texts, the best first
     */
    public List<List<Found>> search(Network network, NDManager manager, NDList source, int... most) {
        List<Search> all = new ArrayList<>();
        for (int i = 0; i < most.length; i++) {
            if (most[i] < 1) {
                throw new IllegalArgumentException("most: must be at least 1, got " + most[i]);
            }
            all.add(new Search(i, most[i]));
        }
        List<Search> going = new ArrayList<>(all);
        try (Reader reader = new Reader(network, manager, source, 0, true)) {
            while (!going.isEmpty()) {
                float[][] logits = reader.next(going.stream()
                        .flatMap(search -> search.beams.stream())
                        .map(Beam::tokens)
                        .toList());
                going.forEach(search -> search.step(logits));
                going.removeIf(Search::done);
                choose(reader, going, logits.length);
            }
        }
        return all.stream().map(Search::results).toList();
    }

    /** Tells the reader which of its rows go on, and the beginnings where they are then. */
    private static void choose(Reader reader, List<Search> going, int before) {
        List<Integer> rows = new ArrayList<>();
        for (Search search : going) {
            List<Beam> placed = new ArrayList<>();
            for (Beam beam : search.beams) {
                placed.add(new Beam(beam.tokens(), beam.logProbability(), rows.size()));
                rows.add(beam.row());
            }
            search.beams = placed;
        }
        int[] chosen = rows.stream().mapToInt(row -> row).toArray();
        boolean same = chosen.length == before;
        for (int i = 0; i < chosen.length; i++) {
            same &= chosen[i] == i;
        }
        if (chosen.length > 0 && !same) {
            reader.choose(chosen);
        }
    }

    private static double logSum(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }
}
