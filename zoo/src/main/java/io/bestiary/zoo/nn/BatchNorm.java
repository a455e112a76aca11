package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.engine.Backend.EngineName;

/**
 * Normalizes each channel over the batch: (B, C, ...) -> (B, C, ...); Ioffe and Szegedy, 2015,
 * https://arxiv.org/abs/1502.03167. Outside of training it is a straight line for each channel, which a convolution before it
 * can take in: {@link Network#fold}.
 */
final class BatchNorm extends NamedBlock {
    private static final int CHANNELS = 1;

    /**
     * The same in the words of DJL's PyTorch: given an axis by its number, the second too, it turns the array and turns what
     * comes back, and gradients through what is then written over such a view are copied several times.
     */
    private static final int PYTORCH_CHANNELS = -1;

    private final double epsilon;
    private final double momentum;
    private final Parameter weight = parameter("weight", Parameter.Type.GAMMA, Distribution.constant(1), null);
    private final Parameter bias = parameter("bias", Parameter.Type.BETA, Distribution.constant(0), null);
    private final Parameter mean =
            parameter("running_mean", Parameter.Type.RUNNING_MEAN, Distribution.constant(0), null);
    private final Parameter variance =
            parameter("running_var", Parameter.Type.RUNNING_VAR, Distribution.constant(1), null);

    /** @param momentum the share of the new statistics, as PyTorch says it (DJL says the rest) */
    BatchNorm(double epsilon, double momentum) {
        this.epsilon = epsilon;
        this.momentum = momentum;
    }

    @Override
    protected void prepare(Shape[] inputs) {
        Shape channels = new Shape(inputs[0].get(CHANNELS));
        for (Parameter parameter : getDirectParameters().values()) {
            parameter.setShape(channels);
        }
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        return ai.djl.nn.norm.BatchNorm.batchNorm(
                x,
                pass.value(mean, x),
                pass.value(variance, x),
                pass.value(weight, x),
                pass.value(bias, x),
                EngineName.PYTORCH.runs(x.getManager()) ? PYTORCH_CHANNELS : CHANNELS,
                (float) (1 - momentum),
                (float) epsilon,
                pass.training());
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return inputs;
    }

    /** What each channel is multiplied with outside of training. */
    double[] scale() {
        float[] gamma = weight.getArray().toFloatArray();
        float[] variances = variance.getArray().toFloatArray();
        double[] scale = new double[gamma.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = gamma[i] / Math.sqrt(variances[i] + epsilon);
        }
        return scale;
    }

    /** What is added to each channel after that. */
    double[] shift() {
        double[] scale = scale();
        float[] beta = bias.getArray().toFloatArray();
        float[] means = mean.getArray().toFloatArray();
        double[] shift = new double[scale.length];
        for (int i = 0; i < scale.length; i++) {
            shift[i] = beta[i] - means[i] * scale[i];
        }
        return shift;
    }
}
