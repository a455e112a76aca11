package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;

/** How surprised a network is by tokens. */
public final class TokenLoss {

    private TokenLoss() {}

    /**
     * Negative log probability of each token, in nats: logits (B, T, V), tokens (B, T) -> (B, T).
     *
     * <p>Only one number of each row is taken, so that a large vocabulary costs no table of ones and zeros.
     */
    public static NDArray nats(NDArray logits, NDArray tokens) {
        long vocabulary = logits.getShape().tail();
        long count = tokens.size();
        long[] rows = new long[Math.toIntExact(count)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i * vocabulary;
        }
        NDArray places = tokens.reshape(-1).add(HostMemory.array(logits.getManager(), rows, new Shape(count)));
        return logits.reshape(count, vocabulary)
                .logSoftmax(1)
                .reshape(-1)
                .get(new NDIndex("{}", places))
                .neg()
                .reshape(tokens.getShape());
    }

    /**
     * The mean over the tokens that count, 0 where none does.
     *
     * @param counts 1 or 0 for each token, (B, T); padding has 0
     */
    public static NDArray mean(NDArray logits, NDArray tokens, NDArray counts) {
        float all = counts.sum().getFloat();
        NDArray share = HostMemory.number(logits, all == 0 ? 0 : 1 / all);
        return nats(logits, tokens).mul(counts).sum().mul(share);
    }
}
