package io.bestiary.zoo.surgery;

import ai.djl.ndarray.types.Shape;

/** A first layer for pictures, or series, of other channels. */
final class Channels {

    private Channels() {}

    /**
     * Sums the filters of all channels for one channel; for several, repeats them in turn and scales them so that the sums
     * stay as large. As timm does it.
     *
     * @param weight (out, before, k, k), (out, before, k) or (out, before)
     * @return (out, after, ...)
     */
    static float[] adapt(float[] weight, Shape shape, int after) {
        int out = Math.toIntExact(shape.get(0));
        int before = Math.toIntExact(shape.get(1));
        int window = Math.toIntExact(shape.slice(2).size());
        float[] adapted = new float[out * after * window];
        for (int filter = 0; filter < out; filter++) {
            for (int channel = 0; channel < Math.max(before, after); channel++) {
                int to = (filter * after + (after == 1 ? 0 : channel)) * window;
                int from = (filter * before + channel % before) * window;
                for (int i = 0; i < window && (after == 1 || channel < after); i++) {
                    adapted[to + i] += after == 1 ? weight[from + i] : weight[from + i] * before / after;
                }
            }
        }
        return adapted;
    }
}
