package io.bestiary.datasets.text;

import io.bestiary.datasets.text.PairMerges.Merge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Learns byte pairs: the most frequent neighbours become one token, again and again; of equally frequent ones those whose
 * numbers are lower. Only pieces with the pair are touched by a merge.
 */
final class BytePairTrainer {
    private static final int LEAST = 2;

    private final List<String> tokens;
    private final List<int[]> pieces = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final Map<Long, Long> pairCounts = new HashMap<>();
    private final Map<Long, Set<Integer>> places = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(
            Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair));

    /** A pair and how often it was there when it was looked at. */
    private record Candidate(long pair, long count) {}

    private BytePairTrainer(Iterable<String> texts, List<String> specials) {
        tokens = new ArrayList<>(specials);
        tokens.addAll(ByteAlphabet.characters());
        Map<Character, Integer> ids = new HashMap<>();
        for (int id = specials.size(); id < tokens.size(); id++) {
            ids.put(tokens.get(id).charAt(0), id);
        }
        Map<String, Integer> found = new LinkedHashMap<>();
        for (String text : texts) {
            Matcher matcher = BytePairTokenizer.PIECE.matcher(Tokenizer.checked(text));
            while (matcher.find()) {
                found.merge(matcher.group(), 1, Integer::sum);
            }
        }
        found.forEach((piece, count) -> {
            counts.add(count);
            pieces.add(
                    ByteAlphabet.of(piece).chars().map(c -> ids.get((char) c)).toArray());
            count(pieces.size() - 1, 1);
        });
        pairCounts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    }

    static BytePairTokenizer train(Iterable<String> texts, int size, List<String> specials) {
        if (size < specials.size() + 256) {
            throw new IllegalArgumentException("size: must be at least " + (specials.size() + 256)
                    + ", 256 bytes and the special tokens, got " + size);
        }
        BytePairTrainer trainer = new BytePairTrainer(texts, specials);
        List<Merge> merges = trainer.merges(size);
        return new BytePairTokenizer(new Vocabulary(trainer.tokens, specials), merges);
    }

    private List<Merge> merges(int size) {
        List<Merge> merges = new ArrayList<>();
        Set<String> known = new HashSet<>(tokens);
        while (tokens.size() < size && !queue.isEmpty()) {
            Candidate best = queue.poll();
            long count = pairCounts.getOrDefault(best.pair(), 0L);
            if (count < LEAST) {
                continue;
            }
            if (count != best.count()) {
                queue.add(new Candidate(best.pair(), count));
                continue;
            }
            String left = tokens.get((int) (best.pair() >>> 32));
            String right = tokens.get((int) best.pair());
            if (!known.add(left + right)) {
                // Spelled alike by another merge: a second token of the name would have no number of its own.
                pairCounts.remove(best.pair());
                continue;
            }
            merges.add(new Merge(left, right));
            tokens.add(left + right);
            apply(best.pair(), tokens.size() - 1);
        }
        return merges;
    }

    private void apply(long pair, int token) {
        Set<Long> grown = new HashSet<>();
        for (int piece : places.remove(pair)) {
            count(piece, -1);
            pieces.set(piece, merged(pieces.get(piece), pair, token));
            count(piece, 1);
            int[] ids = pieces.get(piece);
            for (int i = 0; i + 1 < ids.length; i++) {
                if (ids[i] == token || ids[i + 1] == token) {
                    grown.add(PairMerges.pair(ids[i], ids[i + 1]));
                }
            }
        }
        grown.forEach(next -> queue.add(new Candidate(next, pairCounts.get(next))));
    }

    /** Adds the pairs of a piece to the counts, or takes them away. */
    private void count(int piece, int sign) {
        int[] ids = pieces.get(piece);
        long count = (long) sign * counts.get(piece);
        for (int i = 0; i + 1 < ids.length; i++) {
            long pair = PairMerges.pair(ids[i], ids[i + 1]);
            pairCounts.merge(pair, count, Long::sum);
            if (sign > 0) {
                places.computeIfAbsent(pair, p -> new HashSet<>()).add(piece);
            }
        }
    }

    private static int[] merged(int[] ids, long pair, int token) {
        int[] result = new int[ids.length];
        int size = 0;
        for (int i = 0; i < ids.length; i++) {
            boolean here = i + 1 < ids.length && PairMerges.pair(ids[i], ids[i + 1]) == pair;
            result[size++] = here ? token : ids[i];
            i += here ? 1 : 0;
        }
        return java.util.Arrays.copyOf(result, size);
    }
}
