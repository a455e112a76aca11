package io.bestiary.training.loop;

import io.bestiary.datasets.BatchPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part of every batch that one of several processes learns from: as even as it can be, in order of the ranks. */
final class RankPlan {

    private RankPlan() {}

    /**
     * Cuts the batches.
     *
     * @throws PeersException if a batch has fewer examples than there are processes
     */
    static BatchPlan of(BatchPlan whole, Peers peers) {
        return peers.size() == 1
                ? whole
                : epoch -> {
                    List<int[]> parts = new ArrayList<>();
                    for (int[] batch : whole.batches(epoch)) {
                        if (batch.length < peers.size()) {
                            throw new PeersException(
                                    "batch: must have an example for each of " + peers.size() + " processes, got "
                                            + batch.length,
                                    null);
                        }
                        int from = Math.toIntExact((long) batch.length * peers.rank() / peers.size());
                        int to = Math.toIntExact((long) batch.length * (peers.rank() + 1) / peers.size());
                        parts.add(Arrays.copyOfRange(batch, from, to));
                    }
                    return parts;
                };
    }
}
