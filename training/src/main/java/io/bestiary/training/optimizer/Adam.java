package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDManager;
import io.bestiary.training.optimizer.KeyedOptimizer.Decay;
import io.bestiary.zoo.engine.Fused;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * Adaptive moment estimation; Kingma and Ba, 2014, https://arxiv.org/abs/1412.6980.
 *
 * <p>As {@code torch.optim.Adam} computes it: epsilon is added to the root after its bias is corrected, and decay is part of
 * the gradient.
 */
public record Adam(
        @Hyperparameter(value = "learning rate", min = 0, max = 1000)
        double rate,

        @Hyperparameter("how much the averages of the gradient and of its square keep, each from 0 to below 1")
        List<Double> betas,

        @Hyperparameter(value = "keeps the division from zero", min = 1e-16, max = 1)
        double epsilon,

        @Hyperparameter(value = "decay of the weights, added to the gradient", min = 0, max = 100)
        double weightDecay,

        @Hyperparameter("whether parameters with fewer than two dimensions decay too")
        boolean decayNormsAndBiases)
        implements OptimizerSpec {

    public static final Adam DEFAULTS = new Adam(0.001, List.of(0.9, 0.999), 1e-8, 0, true);

    public Adam {
        Hyperparameters.check(Adam.class, rate, betas, epsilon, weightDecay, decayNormsAndBiases);
        Moments.checkBetas(betas);
        betas = List.copyOf(betas);
    }

    @Override
    public Optimizer create(NDManager manager) {
        return new KeyedOptimizer(manager, new Decay(weightDecay, decayNormsAndBiases), Moments.SLOTS, this::update)
                .fused(Fused.Rule.ADAM, betas, epsilon);
    }

    private void update(Update now) {
        now.weight().subi(Moments.direction(now, now.gradientWithDecay(), betas, epsilon, now.rate()));
    }
}
