package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.training.optimizer.KeyedOptimizer.Decay;
import io.bestiary.zoo.nn.Hyperparameter;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.List;

/**
 * Gradients divided by a moving average of their size; Tieleman and Hinton, 2012, lecture 6e of "Neural Networks for Machine
 * Learning".
 *
 * <p>As {@code torch.optim.RMSprop} computes it, not centered: epsilon is added to the root; with momentum the divided
 * gradients add up in a buffer: buffer = momentum * buffer + g / (sqrt(v) + epsilon), w -= rate * buffer.
 */
public record RmsProp(
        @Hyperparameter(value = "learning rate", min = 0, max = 1000)
        double rate,

        @Hyperparameter(value = "how much the average of the squared gradient keeps", min = 0, max = 1)
        double smoothing,

        @Hyperparameter(value = "keeps the division from zero", min = 1e-16, max = 1)
        double epsilon,

        @Hyperparameter(value = "how much of the last step goes on", min = 0, max = 1)
        double momentum,

        @Hyperparameter(value = "decay of the weights, added to the gradient", min = 0, max = 100)
        double weightDecay,

        @Hyperparameter("whether parameters with fewer than two dimensions decay too")
        boolean decayNormsAndBiases)
        implements OptimizerSpec {

    public static final RmsProp DEFAULTS = new RmsProp(0.01, 0.99, 1e-8, 0, 0, true);

    public RmsProp {
        Hyperparameters.check(RmsProp.class, rate, smoothing, epsilon, momentum, weightDecay, decayNormsAndBiases);
    }

    @Override
    public Optimizer create(NDManager manager) {
        List<String> slots = momentum == 0 ? List.of("mean_square") : List.of("mean_square", "momentum");
        return new KeyedOptimizer(manager, new Decay(weightDecay, decayNormsAndBiases), slots, this::update);
    }

    private void update(Update now) {
        NDArray gradient = now.gradientWithDecay();
        NDArray meanSquare = now.state().get(0);
        now.average(meanSquare, smoothing, gradient.square(), 1 - smoothing);
        NDArray direction = gradient.div(meanSquare.sqrt().addi(now.number(epsilon)));
        if (momentum == 0) {
            now.descend(direction);
        } else {
            NDArray buffer = now.state().get(1);
            now.descend(buffer.muli(now.number(momentum)).addi(direction));
        }
    }
}
