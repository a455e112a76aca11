package io.bestiary.inference.decoding;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for the most probable text, keeping several beginnings at a time; to be called from the engine's thread.
 *
 * <p>The score of a text is its log probability over its length to the power of {@code lengthPenalty}: 0 leaves it, 1 is the
 * mean of the tokens. The length counts the tokens that were written, the stop token too.
 *
 * @param width beginnings that are kept
 * @param lengthPenalty the larger, the longer the texts
 */
public record BeamSearch(int width, double lengthPenalty) {

    public BeamSearch {
        if (width < 1 || width > 1024) {
            throw new IllegalArgumentException("width: must be between 1 and 1024, got " + width);
        }
        if (!Double.isFinite(lengthPenalty)) {
            throw new IllegalArgumentException("length_penalty: must be finite, got " + lengthPenalty);
        }
    }

    /**
     * A text that was found.
     *
     * @param tokens after the prompt, without the one that stopped it
     * @param score the higher, the better
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Found(int[] tokens, double score) {}

    /** A beginning: all tokens, the prompt's too, and the log probability of those after it. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    private record Beam(int[] tokens, double logProbability) {}

    /** A beam, lengthened by a token. */
    private record Step(int beam, int token, double logProbability) {}

    /**
     * Searches for one prompt.
     *
     * @param source what an encoder-decoder depends on, in one row; empty for a language model
     * @param prompt at least one token
     * @param context as for {@link Decoder}
     * @return at most {@code width} texts, the best first
     */
    public List<Found> search(
            Network network, int context, NDManager manager, NDList source, int[] prompt, Generation generation) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("prompt: must have at least one token, got none");
        }
        List<Found> found = new ArrayList<>();
        List<Beam> beams = List.of(new Beam(prompt, 0));
        try (Reader reader = new Reader(network, manager, source, context, generation.cached())) {
            for (int written = 1; written <= generation.most() && !beams.isEmpty(); written++) {
                List<Beam> before = beams;
                float[][] logits = reader.next(before.stream().map(Beam::tokens).toList());
                for (float[] row : logits) {
                    generation.never().forEach(token -> row[token] = Float.NEGATIVE_INFINITY);
                }
                List<Step> going = new ArrayList<>();
                for (Step step : best(before, logits, width + generation.stops().size() * before.size())) {
                    Beam beam = before.get(step.beam());
                    if (going.size() == width) {
                        break;
                    }
                    if (generation.stops().contains(step.token())) {
                        found.add(found(beam.tokens(), prompt.length, written, step.logProbability()));
                    } else {
                        going.add(step);
                    }
                }
                beams = going.stream()
                        .map(step -> longer(before.get(step.beam()), step))
                        .toList();
                if (done(found, beams, written, generation.most())) {
                    return best(found);
                }
                if (!going.isEmpty()) {
                    reader.choose(going.stream().mapToInt(Step::beam).toArray());
                }
            }
        }
        int most = generation.most();
        beams.forEach(beam -> found.add(found(beam.tokens(), prompt.length, most, beam.logProbability())));
        return best(found);
    }

    /** Whether no beginning can come among the best any more: log probabilities only fall. */
    private boolean done(List<Found> found, List<Beam> beams, int written, int most) {
        if (found.size() < width || beams.isEmpty()) {
            return false;
        }
        double last = best(found).get(width - 1).score();
        double length = lengthPenalty > 0 ? most : written;
        return beams.get(0).logProbability() / Math.pow(length, lengthPenalty) <= last;
    }

    private List<Found> best(List<Found> found) {
        return found.stream()
                .sorted(Comparator.comparingDouble(Found::score).reversed())
                .limit(width)
                .toList();
    }

    private Found found(int[] tokens, int prompt, int written, double logProbability) {
        return new Found(
                Arrays.copyOfRange(tokens, prompt, tokens.length),
                logProbability / Math.pow(Math.max(1, written), lengthPenalty));
    }

    private static Beam longer(Beam beam, Step step) {
        int[] tokens = Arrays.copyOf(beam.tokens(), beam.tokens().length + 1);
        tokens[tokens.length - 1] = step.token();
        return new Beam(tokens, step.logProbability());
    }

    /** The most probable steps of all beams, the best first. */
    private static List<Step> best(List<Beam> beams, float[][] logits, int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < beams.size(); i++) {
            int beam = i;
            double sum = logSum(logits[i]);
            IntStream.range(0, logits[i].length)
                    .mapToObj(token ->
                            new Step(beam, token, beams.get(beam).logProbability() + logits[beam][token] - sum))
                    .forEach(steps::add);
        }
        return steps.stream()
                .sorted(Comparator.comparingDouble(Step::logProbability).reversed())
                .limit(count)
                .toList();
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
