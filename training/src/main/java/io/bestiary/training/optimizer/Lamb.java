package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import io.bestiary.training.optimizer.KeyedOptimizer.Decay;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * {@link Adam} for large batches, each parameter's step as long as its weights ask; You et al., 2019,
 * https://arxiv.org/abs/1904.00962.
 *
 * <p>As {@code timm.optim.Lamb} computes it, the clipping of the gradients aside, which {@link Clipping} does: with
 * r = Adam's direction + decay * w, w -= rate * |w| / |r| * r; a parameter without decay takes Adam's step.
 */
public record Lamb(
        @Hyperparameter(value = "learning rate", min = 0, max = 1000)
        double rate,

        @Hyperparameter("how much the averages of the gradient and of its square keep, each from 0 to below 1")
        List<Double> betas,

        @Hyperparameter(value = "keeps the division from zero", min = 1e-16, max = 1)
        double epsilon,

        @Hyperparameter(value = "decay of the weights, added to the direction", min = 0, max = 100)
        double weightDecay,

        @Hyperparameter("whether parameters with fewer than two dimensions decay too")
        boolean decayNormsAndBiases)
        implements OptimizerSpec {

    public static final Lamb DEFAULTS = new Lamb(0.001, List.of(0.9, 0.999), 1e-6, 0.01, true);

    public Lamb {
        Hyperparameters.check(Lamb.class, rate, betas, epsilon, weightDecay, decayNormsAndBiases);
        Moments.checkBetas(betas);
        betas = List.copyOf(betas);
    }

    @Override
    public Optimizer create(NDManager manager) {
        return new KeyedOptimizer(manager, new Decay(weightDecay, decayNormsAndBiases), Moments.SLOTS, this::update);
    }

    private void update(Update now) {
        NDArray direction = Moments.direction(now, now.gradient(), betas, epsilon, 1);
        if (now.decay() != 0) {
            direction.addi(now.weight().mul(now.number(now.decay()))).muli(trust(now, direction));
        }
        now.descend(direction);
    }

    /** |w| / |r|, or 1 where one of them is 0, found without waiting for the device. */
    private static NDArray trust(Update now, NDArray direction) {
        NDArray weight = Norms.of(now.weight());
        NDArray step = Norms.of(direction);
        NDArray both = weight.minimum(step).gt(now.number(0));
        return NDArrays.where(both, weight.div(step), now.number(1));
    }
}
