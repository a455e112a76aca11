package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.random.RandomGenerator;

/**
 * Where the first values of a parameter are drawn from.
 *
 * <p>Values are drawn in Java, so that one seed gives one network on every engine.
 */
@FunctionalInterface
public interface Distribution extends Initializer {

    /** Draws the values of an array of the given shape, row-major. */
    float[] sample(RandomGenerator random, Shape shape);

    @Override
    default NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
        throw new IllegalStateException("a network gets its first values by Network.create, which knows the seed");
    }

    /** One value everywhere. */
    static Distribution constant(float value) {
        return (random, shape) -> {
            float[] values = new float[Math.toIntExact(shape.size())];
            java.util.Arrays.fill(values, value);
            return values;
        };
    }

    /** Normal around 0. */
    static Distribution normal(double deviation) {
        return (random, shape) -> draw(shape, () -> random.nextGaussian() * deviation);
    }

    /** A direction, all equally likely: a vector of length 1. */
    static Distribution unitVector() {
        return (random, shape) -> {
            float[] values = normal(1).sample(random, shape);
            double length = 0;
            for (float value : values) {
                length += (double) value * value;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] / Math.sqrt(length));
            }
            return values;
        };
    }

    /** Uniform in [-bound, bound). */
    static Distribution uniform(double bound) {
        return (random, shape) -> draw(shape, () -> (2 * random.nextDouble() - 1) * bound);
    }

    /** PyTorch's default for linear and convolution layers: uniform in +-1/sqrt(fan in). */
    static Distribution fanInUniform() {
        return (random, shape) -> uniform(1 / Math.sqrt(fanIn(shape))).sample(random, shape);
    }

    /** He et al., 2015, https://arxiv.org/abs/1502.01852, for ReLU: normal with variance 2 / fan out. */
    static Distribution heNormal() {
        return (random, shape) -> normal(Math.sqrt(2.0 / (fanIn(shape) * shape.get(0) / shape.get(1))))
                .sample(random, shape);
    }

    /** He et al., 2015, for ReLU: uniform with variance 2 / fan in. */
    static Distribution heUniform() {
        return (random, shape) -> uniform(Math.sqrt(6 / fanIn(shape))).sample(random, shape);
    }

    /** Glorot and Bengio, 2010: uniform with variance 2 / (fan in + fan out), for matrices (out, in). */
    static Distribution glorotUniform() {
        return (random, shape) -> uniform(Math.sqrt(6.0 / (fanIn(shape) + fanIn(shape) * shape.get(0) / shape.get(1))))
                .sample(random, shape);
    }

    /** What a parameter that says nothing else starts with. */
    static Distribution standard(Parameter.Type type) {
        return switch (type) {
            case WEIGHT -> fanInUniform();
            case BIAS, BETA, RUNNING_MEAN -> constant(0);
            case GAMMA, RUNNING_VAR -> constant(1);
            case OTHER -> normal(0.02);
        };
    }

    /** Inputs that one output value sees: (out, in, k, k) -> in * k * k. */
    private static double fanIn(Shape shape) {
        return shape.dimension() < 2 ? shape.size() : (double) shape.size() / shape.get(0);
    }

    private static float[] draw(Shape shape, java.util.function.DoubleSupplier next) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) next.getAsDouble();
        }
        return values;
    }
}
