package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.bestiary.zoo.engine.HostMemory;

/** How surprised a network is by tokens. */
public final class TokenLoss {

    private TokenLoss() {}

    /** Negative log probability of each token, in nats: logits (B, T, V), tokens (B, T) -> (B, T). */
    public static NDArray nats(NDArray logits, NDArray tokens) {
        return picked(logProbabilities(logits), tokens).neg().reshape(tokens.getShape());
    }

    /**
     * The mean over the tokens that count, 0 where none does, with label smoothing as in Szegedy et al., 2015,
     * https://arxiv.org/abs/1512.00567: the target is (1 - smoothing) for the token plus smoothing / V for each.
     *
     * @param logits (B, T, V)
     * @param tokens (B, T)
     * @param counts 1 or 0 for each token, (B, T); padding has 0, and its logits then have no part in the loss
     */
    public static NDArray mean(NDArray logits, NDArray tokens, NDArray counts, double smoothing) {
        float counted = counts.sum().getFloat();
        NDArray weights = counts.reshape(-1, 1).mul(HostMemory.number(logits, counted == 0 ? 0 : -1 / counted));
        NDArray logProbabilities = logProbabilities(logits);
        NDArray loss = picked(logProbabilities, tokens).mul(weights).sum();
        if (smoothing == 0) {
            return loss;
        }
        NDArray all = logProbabilities.sum(new int[] {1}, true).mul(weights).sum();
        return loss.mul(HostMemory.number(logits, 1 - smoothing))
                .add(all.mul(
                        HostMemory.number(logits, smoothing / logits.getShape().tail())));
    }

    /** (B, T, V) -> (B T, V). */
    private static NDArray logProbabilities(NDArray logits) {
        return logits.reshape(-1, logits.getShape().tail()).logSoftmax(1);
    }

    /**
     * One number of each row, (N, V) and N columns -> (N, 1): a matrix of zeros and ones would cost more than all else where the
     * columns are the words of a language.
     */
    public static NDArray picked(NDArray rows, NDArray columns) {
        return rows.get(new NDIndex(":").addPickDim(columns.reshape(-1, 1)));
    }
}
