package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDManager;
import io.bestiary.training.optimizer.KeyedOptimizer.Decay;
import io.bestiary.zoo.engine.Fused;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * {@link Adam} with decay apart from the gradient; Loshchilov and Hutter, 2017, https://arxiv.org/abs/1711.05101.
 *
 * <p>As {@code torch.optim.AdamW} computes it: first w *= 1 - rate * decay, then Adam's step.
 */
public record AdamW(
        @Hyperparameter(value = "learning rate", min = 0, max = 1000)
        double rate,

        @Hyperparameter("how much the averages of the gradient and of its square keep, each from 0 to below 1")
        List<Double> betas,

        @Hyperparameter(value = "keeps the division from zero", min = 1e-16, max = 1)
        double epsilon,

        @Hyperparameter(value = "decay of the weights, times the rate", min = 0, max = 100)
        double weightDecay,

        @Hyperparameter("whether parameters with fewer than two dimensions decay too")
        boolean decayNormsAndBiases)
        implements OptimizerSpec {

    public static final AdamW DEFAULTS = new AdamW(0.001, List.of(0.9, 0.999), 1e-8, 0.01, true);

    public AdamW {
        Hyperparameters.check(AdamW.class, rate, betas, epsilon, weightDecay, decayNormsAndBiases);
        Moments.checkBetas(betas);
        betas = List.copyOf(betas);
    }

    @Override
    public Optimizer create(NDManager manager) {
        return new KeyedOptimizer(manager, new Decay(weightDecay, decayNormsAndBiases), Moments.SLOTS, this::update)
                .fused(Fused.Rule.ADAMW, betas, epsilon);
    }

    private void update(Update now) {
        now.decayWeight();
        now.weight().subi(Moments.direction(now, now.gradient(), betas, epsilon, now.rate()));
    }
}
