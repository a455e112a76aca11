package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.training.optimizer.KeyedOptimizer.Decay;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * Gradients divided by the root of the sum of their squares; Duchi, Hazan and Singer, 2011,
 * https://jmlr.org/papers/v12/duchi11a.html.
 *
 * <p>As {@code torch.optim.Adagrad} computes it, the sum starting at 0: w -= rate * g / (sqrt(sum) + epsilon).
 */
public record Adagrad(
        @Hyperparameter(value = "learning rate", min = 0, max = 1000)
        double rate,

        @Hyperparameter(value = "keeps the division from zero", min = 1e-16, max = 1)
        double epsilon,

        @Hyperparameter(value = "decay of the weights, added to the gradient", min = 0, max = 100)
        double weightDecay,

        @Hyperparameter("whether parameters with fewer than two dimensions decay too")
        boolean decayNormsAndBiases)
        implements OptimizerSpec {

    public static final Adagrad DEFAULTS = new Adagrad(0.01, 1e-10, 0, true);

    public Adagrad {
        Hyperparameters.check(Adagrad.class, rate, epsilon, weightDecay, decayNormsAndBiases);
    }

    @Override
    public Optimizer create(NDManager manager) {
        List<String> slots = List.of("sum_of_squares");
        return new KeyedOptimizer(manager, new Decay(weightDecay, decayNormsAndBiases), slots, this::update);
    }

    private void update(Update now) {
        NDArray gradient = now.gradientWithDecay();
        NDArray sum = now.state().get(0);
        sum.addi(gradient.square());
        now.descend(gradient.div(sum.sqrt().addi(now.number(epsilon))));
    }
}
