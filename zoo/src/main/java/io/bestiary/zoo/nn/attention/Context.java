package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What the layers of a {@link Stack} need besides their input.
 *
 * @param mask to add to the scores of self-attention, broadcast to (B, H, T, S); null where everything may be seen
 * @param rotation the tables of {@link Rotary}; empty where positions do not turn
 * @param cache of a decoder; null in an encoder
 * @param sourceMask to add to the scores of attention to the source; null where everything may be seen
 */
public record Context(NDArray mask, NDList rotation, Cache cache, NDArray sourceMask) {

    /** Every token sees every other, except what the mask hides. */
    public static Context encoder(NDArray mask) {
        return new Context(mask, new NDList(), null, null);
    }

    /** Every token sees itself and those before it. */
    public static Context decoder(NDArray tokens, Cache cache, NDArray sourceMask) {
        int length = Math.toIntExact(tokens.size(1));
        // A single new token comes after all others.
        NDArray mask = length == 1 ? null : Masks.causal(tokens.getManager(), cache.length(), length);
        return new Context(mask, new NDList(), cache, sourceMask);
    }

    /** Tokens read before those of this pass. */
    public int past() {
        return cache == null ? 0 : cache.length();
    }

    Context plus(NDArray bias) {
        return new Context(mask == null ? bias : bias.add(mask), rotation, cache, sourceMask);
    }

    Context turning(NDList tables) {
        return new Context(mask, tables, cache, sourceMask);
    }
}
