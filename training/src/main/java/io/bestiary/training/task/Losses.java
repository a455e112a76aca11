package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.bestiary.zoo.engine.HostMemory;

/** Losses, each the mean over the examples. */
public final class Losses {

    private Losses() {}

    /**
     * Cross entropy of logits (B, K) against classes (B), with label smoothing as in Szegedy et al., 2015,
     * https://arxiv.org/abs/1512.00567: the target is (1 - smoothing) for the class plus smoothing / K for each.
     */
    public static NDArray crossEntropy(NDArray logits, NDArray classes, double smoothing) {
        long count = logits.size(1);
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray scale = HostMemory.number(logits, -1.0 / logits.size(0));
        if (smoothing == 0) {
            // A matrix of zeros and ones would cost more than all else where the classes are the words of a language.
            return truth(logProbabilities, classes).sum().mul(scale);
        }
        NDArray target = classes.oneHot(Math.toIntExact(count), logits.getDataType());
        target = target.mul((float) (1 - smoothing)).add((float) (smoothing / count));
        return logProbabilities.mul(target).sum().mul(scale);
    }

    /** (N, K) and (N) -> (N, 1): in each row the number of its class. */
    private static NDArray truth(NDArray rows, NDArray classes) {
        return rows.get(new NDIndex(":").addPickDim(classes.reshape(-1, 1)));
    }

    /**
     * Cross entropy of logits (B, T, V) against tokens (B, T), smoothed as {@link #crossEntropy}.
     *
     * @param weights (B, T) of the tokens; 0 for padding, whose logits then have no part in the loss
     */
    public static NDArray tokens(NDArray logits, NDArray tokens, NDArray weights, double smoothing) {
        long count = logits.size(2);
        NDArray logProbabilities = logits.reshape(-1, count).logSoftmax(1); // (B T, V)
        NDArray weight = weights.reshape(-1, 1);
        NDArray loss = truth(logProbabilities, tokens).mul(weight).sum().mul(HostMemory.number(logits, smoothing - 1));
        if (smoothing == 0) {
            return loss;
        }
        NDArray all = logProbabilities.sum(new int[] {1}, true).mul(weight).sum();
        return loss.add(all.mul(HostMemory.number(logits, -smoothing / count)));
    }
}
