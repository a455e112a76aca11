package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.training.optimizer.KeyedOptimizer.Decay;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * Sign descent with momentum ("evolved sign momentum"); Chen et al., 2023, https://arxiv.org/abs/2302.06675.
 *
 * <p>w *= 1 - rate * decay, w -= rate * sign(beta1 * m + (1 - beta1) * g), m = beta2 * m + (1 - beta2) * g. All steps have the
 * length of the rate: the paper takes a third to a tenth of AdamW's rate, and as much more decay.
 */
public record Lion(
        @Hyperparameter(value = "learning rate", min = 0, max = 1000)
        double rate,

        @Hyperparameter("how much the momentum keeps, in the step and from step to step, each from 0 to below 1")
        List<Double> betas,

        @Hyperparameter(value = "decay of the weights, times the rate", min = 0, max = 100)
        double weightDecay,

        @Hyperparameter("whether parameters with fewer than two dimensions decay too")
        boolean decayNormsAndBiases)
        implements OptimizerSpec {

    public static final Lion DEFAULTS = new Lion(0.0001, List.of(0.9, 0.99), 0, true);

    public Lion {
        Hyperparameters.check(Lion.class, rate, betas, weightDecay, decayNormsAndBiases);
        Moments.checkBetas(betas);
        betas = List.copyOf(betas);
    }

    @Override
    public Optimizer create(NDManager manager) {
        List<String> slots = List.of("momentum");
        return new KeyedOptimizer(manager, new Decay(weightDecay, decayNormsAndBiases), slots, this::update);
    }

    private void update(Update now) {
        NDArray momentum = now.state().get(0);
        NDArray direction = momentum.mul(now.number(betas.get(0)));
        direction.addi(now.gradient().mul(now.number(1 - betas.get(0))));
        now.decayWeight();
        now.descend(direction.signi());
        now.average(momentum, betas.get(1), now.gradient(), 1 - betas.get(1));
    }
}
