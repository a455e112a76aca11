package io.bestiary.zoo.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Values that depend on a name and a place alone: the same, to the bit, as scripts/reference/golden.py computes. */
public final class Values {

    private Values() {}

    /** Of a parameter, a buffer, an input or the factor of the output. */
    public static float[] of(String name, Shape shape) {
        int size = Math.toIntExact(shape.size());
        long start = start(name);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            double u = uniform(start, i);
            if (name.endsWith("running_var") || (shape.dimension() == 1 && name.endsWith("weight"))) {
                u = 1 + 0.5 * u;
            } else if (shape.dimension() >= 2 && !name.startsWith("input") && !name.equals("factor")) {
                u = u * Math.sqrt(3.0 / ((double) size / shape.get(0)));
            } else if (shape.dimension() < 2) {
                u = 0.2 * u;
            }
            values[i] = (float) u;
        }
        return values;
    }

    /** Whole numbers in [least, bound). */
    public static long[] ids(String name, Shape shape, long least, long bound) {
        long start = start(name);
        long[] ids = new long[Math.toIntExact(shape.size())];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = least + (long) ((uniform(start, i) + 1) / 2 * (bound - least));
        }
        return ids;
    }

    /** Ids in [0, bound), or numbers where the bound is 0. */
    public static NDArray array(NDManager manager, String name, Shape shape, long bound) {
        return array(manager, name, shape, 0, bound);
    }

    /** Ids in [least, bound), or numbers where the bound is 0. */
    public static NDArray array(NDManager manager, String name, Shape shape, long least, long bound) {
        return bound > 0
                ? manager.create(ids(name, shape, least, bound), shape)
                : manager.create(of(name, shape), shape);
    }

    private static long start(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** In [-1, 1). */
    private static double uniform(long start, int place) {
        int h = (int) (start + place * 2654435761L);
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        h ^= h >>> 16;
        return Integer.toUnsignedLong(h) / 0x1p31 - 1;
    }
}
