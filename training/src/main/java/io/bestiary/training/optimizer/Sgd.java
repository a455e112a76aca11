package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.training.optimizer.KeyedOptimizer.Decay;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * Stochastic gradient descent with momentum; Sutskever et al., 2013, https://proceedings.mlr.press/v28/sutskever13.html.
 *
 * <p>As {@code torch.optim.SGD} computes it, the rate outside of the buffer: g += decay * w, buffer = momentum * buffer + g,
 * w -= rate * buffer; with Nesterov's momentum w -= rate * (g + momentum * buffer).
 */
public record Sgd(
        @Hyperparameter(value = "learning rate", min = 0, max = 1000)
        double rate,

        @Hyperparameter(value = "how much of the last step goes on", min = 0, max = 1)
        double momentum,

        @Hyperparameter("looks ahead along the momentum") boolean nesterov,

        @Hyperparameter(value = "decay of the weights, added to the gradient", min = 0, max = 100)
        double weightDecay,

        @Hyperparameter("whether parameters with fewer than two dimensions decay too")
        boolean decayNormsAndBiases)
        implements OptimizerSpec {

    public static final Sgd DEFAULTS = new Sgd(0.001, 0, false, 0, true);

    public Sgd {
        Hyperparameters.check(Sgd.class, rate, momentum, nesterov, weightDecay, decayNormsAndBiases);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("nesterov: must have a momentum above 0, got momentum 0.0");
        }
    }

    @Override
    public Optimizer create(NDManager manager) {
        List<String> slots = momentum == 0 ? List.of() : List.of("momentum");
        return new KeyedOptimizer(manager, new Decay(weightDecay, decayNormsAndBiases), slots, this::update);
    }

    private void update(Update now) {
        NDArray gradient = now.gradientWithDecay();
        if (momentum == 0) {
            now.descend(gradient);
            return;
        }
        NDArray buffer = now.state().get(0);
        buffer.muli(now.number(momentum)).addi(gradient);
        now.descend(nesterov ? buffer.mul(now.number(momentum)).addi(gradient) : buffer);
    }
}
