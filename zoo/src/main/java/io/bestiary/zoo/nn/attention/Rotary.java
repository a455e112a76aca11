package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Pass;

/**
 * Turns queries and keys by angles that grow with their position; Su et al., 2021, https://arxiv.org/abs/2104.09864.
 *
 * <p>Number i turns with number i + size / 2, as in Hugging Face's Llama. Weights made for neighbours that turn together
 * fit after their rows are reordered.
 *
 * @param size of a head
 * @param base of the wave lengths, 10,000 in the paper
 */
public record Rotary(int size, double base) implements Positions {

    @Override
    public Context place(Pass pass, NDArray x, Context context) {
        int length = Math.toIntExact(x.size(1));
        float[] cosines = new float[length * size];
        float[] sines = new float[length * size];
        for (int t = 0; t < length; t++) {
            for (int i = 0; i < size; i++) {
                double angle = (context.past() + t) * Math.pow(base, -2.0 * (i % (size / 2)) / size);
                cosines[t * size + i] = (float) Math.cos(angle);
                sines[t * size + i] = (float) Math.sin(angle);
            }
        }
        Shape shape = new Shape(length, size);
        return context.turning(new NDList(
                HostMemory.array(x.getManager(), cosines, shape), HostMemory.array(x.getManager(), sines, shape)));
    }

    /** Turns heads (B, H, T, size) by the tables (T, size) of cosines and sines. */
    static NDArray turn(NDArray heads, NDList tables) {
        if (tables.isEmpty()) {
            return heads;
        }
        NDList halves = heads.split(2, 3);
        NDArray quarterTurn = halves.get(1).neg().concat(halves.get(0), 3);
        return heads.mul(tables.get(0)).add(quarterTurn.mul(tables.get(1)));
    }
}
