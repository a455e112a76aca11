package io.bestiary.datasets.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Neighbours that become one token, in the order in which this is done; Sennrich et al., 2015. */
final class PairMerges {
    private final List<Merge> list;
    private final Map<Long, Integer> ranks = new HashMap<>();
    private final int[] merged;

    /** Two neighbours that become one token. */
    record Merge(String left, String right) {}

    /**
     * @param list those to be done first come first
     * @throws IllegalArgumentException if a part or the result of a merge is not in the vocabulary, or one is there twice
     */
    PairMerges(Vocabulary vocabulary, List<Merge> list) {
        this.list = List.copyOf(list);
        this.merged = new int[list.size()];
        for (Merge merge : list) {
            long pair = pair(vocabulary.id(merge.left()), vocabulary.id(merge.right()));
            merged[ranks.size()] = vocabulary.id(merge.left() + merge.right());
            if (ranks.putIfAbsent(pair, ranks.size()) != null) {
                throw new IllegalArgumentException("merges: must be there once, got " + merge + " twice");
            }
        }
    }

    static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }

    List<Merge> list() {
        return list;
    }

    /** Does the first merge that is possible, the leftmost of equals, until none is; in O(n log n). */
    int[] merge(int[] tokens) {
        int count = tokens.length;
        int[] ids = tokens.clone();
        int[] next = new int[count];
        int[] previous = new int[count];
        for (int i = 0; i < count; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        PriorityQueue<Long> possible = new PriorityQueue<>();
        for (int i = 0; i + 1 < count; i++) {
            offer(possible, ids, i, i + 1);
        }
        while (!possible.isEmpty()) {
            long first = possible.poll();
            int rank = (int) (first >>> 32);
            int at = (int) first;
            int right = next[at];
            if (ids[at] < 0
                    || right >= count
                    || !ranks.getOrDefault(pair(ids[at], ids[right]), -1).equals(rank)) {
                continue; // another merge took one of the two
            }
            ids[at] = merged[rank];
            ids[right] = -1;
            next[at] = next[right];
            if (next[at] < count) {
                previous[next[at]] = at;
                offer(possible, ids, at, next[at]);
            }
            if (previous[at] >= 0) {
                offer(possible, ids, previous[at], at);
            }
        }
        return Arrays.stream(ids).filter(id -> id >= 0).toArray();
    }

    private void offer(PriorityQueue<Long> possible, int[] ids, int left, int right) {
        Integer rank = ranks.get(pair(ids[left], ids[right]));
        if (rank != null) {
            possible.add(((long) rank << 32) | left);
        }
    }
}
