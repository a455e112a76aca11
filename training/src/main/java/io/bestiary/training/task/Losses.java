package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.TokenLoss;

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
            return TokenLoss.picked(logProbabilities, classes).sum().mul(scale);
        }
        NDArray target = classes.oneHot(Math.toIntExact(count), logits.getDataType());
        target = target.mul(HostMemory.number(logits, 1 - smoothing)).add((float) (smoothing / count));
        return logProbabilities.mul(target).sum().mul(scale);
    }
}
