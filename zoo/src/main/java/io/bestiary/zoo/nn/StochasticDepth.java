package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import java.util.Arrays;

/**
 * In training drops an example's whole value with the given probability and scales the others up, so that a residual unit is
 * skipped; Huang et al., 2016, https://arxiv.org/abs/1603.09382. The engine's random numbers decide.
 */
public final class StochasticDepth extends NamedBlock {
    private final double probability;

    /** @param probability of being dropped, in [0, 1) */
    public StochasticDepth(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("probability: must be at least 0 and less than 1, got " + probability);
        }
        this.probability = probability;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        if (!pass.training() || probability == 0) {
            return new NDList(x);
        }
        long[] perExample = new long[x.getShape().dimension()];
        Arrays.fill(perExample, 1);
        perExample[0] = x.size(0);
        NDArray kept = x.getManager()
                .randomUniform((float) -probability, (float) (1 - probability), new Shape(perExample), x.getDataType())
                .gte(0)
                .toType(x.getDataType(), false);
        return new NDList(x.mul(kept.div(HostMemory.number(x, 1 - probability))));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return inputs;
    }
}
