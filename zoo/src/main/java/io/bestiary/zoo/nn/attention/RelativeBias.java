package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/**
 * A trained number for each head and each bucket of distances, added to the scores; Raffel et al., 2019,
 * https://arxiv.org/abs/1910.10683. Half of the buckets are for single small distances, the others widen up to the
 * largest.
 */
public final class RelativeBias extends NamedBlock implements Positions {
    private final int buckets;
    private final int maxDistance;
    private final boolean bothWays;
    private final Embedding table;

    /**
     * @param bothWays whether tokens ahead have buckets of their own, as in an encoder; in a decoder they are not seen
     */
    public RelativeBias(int buckets, int maxDistance, int heads, boolean bothWays, Distribution initial) {
        this.buckets = buckets;
        this.maxDistance = maxDistance;
        this.bothWays = bothWays;
        table = child("", new Embedding(buckets, heads, initial));
    }

    @Override
    public Context place(Pass pass, NDArray x, Context context) {
        int length = Math.toIntExact(x.size(1));
        int past = context.past();
        long[] ids = new long[length * (past + length)];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < past + length; key++) {
                ids[query * (past + length) + key] = bucket(key - query - past);
            }
        }
        NDArray places = HostMemory.array(x.getManager(), ids, new Shape(length, past + length));
        // (T, S) -> (T, S, H) -> (1, H, T, S)
        return context.plus(pass.through(table, places).transpose(2, 0, 1).expandDims(0));
    }

    private int bucket(int distance) {
        int count = bothWays ? buckets / 2 : buckets;
        int first = bothWays && distance > 0 ? count : 0;
        int far = bothWays ? Math.abs(distance) : Math.max(-distance, 0);
        int exact = count / 2;
        if (far < exact) {
            return first + far;
        }
        double growth = Math.log((double) far / exact) / Math.log((double) maxDistance / exact);
        return first + Math.min(count - 1, exact + (int) (growth * (count - exact)));
    }

    /** Ids of buckets, as they come. */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return pass.through(table, inputs);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return tracer.through(table, inputs);
    }
}
