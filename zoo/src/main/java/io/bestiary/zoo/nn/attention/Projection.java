package io.bestiary.zoo.nn.attention;

import static io.bestiary.zoo.nn.Layers.part;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Linear;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/** Makes queries, keys and values, under the names of the reference. */
public abstract class Projection extends NamedBlock {

    private Projection() {}

    /** Three linear layers. */
    public static Projection separate(Part query, Part key, Part value) {
        return new Separate(query, key, value);
    }

    /** One linear layer for all three, as wide as they are together; for self-attention. */
    public static Projection fused(String name, Block linear) {
        return new Fused(part(name, linear));
    }

    /** {@code in_proj_weight} and {@code in_proj_bias} of torch.nn.MultiheadAttention. */
    public static Projection inProjection(int width) {
        return new InProjection(width);
    }

    /** Queries, keys and values of one sequence, (B, T, H D) each. */
    abstract NDList all(Pass pass, NDArray x);

    abstract NDArray queries(Pass pass, NDArray x);

    abstract NDList keysAndValues(Pass pass, NDArray source);

    @Override
    protected final NDList forward(Pass pass, NDList inputs) {
        return all(pass, inputs.singletonOrThrow());
    }

    private static final class Separate extends Projection {
        private final Block query;
        private final Block key;
        private final Block value;

        Separate(Part query, Part key, Part value) {
            this.query = child(query.name(), query.block());
            this.key = child(key.name(), key.block());
            this.value = child(value.name(), value.block());
        }

        @Override
        NDList all(Pass pass, NDArray x) {
            return new NDList(pass.through(query, x), pass.through(key, x), pass.through(value, x));
        }

        @Override
        NDArray queries(Pass pass, NDArray x) {
            return pass.through(query, x);
        }

        @Override
        NDList keysAndValues(Pass pass, NDArray source) {
            return new NDList(pass.through(key, source), pass.through(value, source));
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            Shape source = inputs[inputs.length - 1];
            return new Shape[] {
                tracer.one(query, inputs[0]), tracer.one(key, source), tracer.one(value, source),
            };
        }
    }

    private static final class Fused extends Projection {
        private final Block linear;

        Fused(Part linear) {
            this.linear = child(linear.name(), linear.block());
        }

        @Override
        NDList all(Pass pass, NDArray x) {
            return pass.through(linear, x).split(3, 2);
        }

        @Override
        NDArray queries(Pass pass, NDArray x) {
            throw new UnsupportedOperationException("a fused projection is for self-attention");
        }

        @Override
        NDList keysAndValues(Pass pass, NDArray source) {
            throw new UnsupportedOperationException("a fused projection is for self-attention");
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            Shape all = tracer.one(linear, inputs);
            Shape each = all.slice(0, 2).add(all.get(2) / 3);
            return new Shape[] {each, each, each};
        }
    }

    private static final class InProjection extends Projection {
        private final int width;
        private final Parameter weight;
        private final Parameter bias;

        InProjection(int width) {
            this.width = width;
            weight = parameter(
                    "in_proj_weight",
                    Parameter.Type.WEIGHT,
                    Distribution.glorotUniform(),
                    new Shape(3L * width, width));
            bias = parameter("in_proj_bias", Parameter.Type.BIAS, Distribution.constant(0), new Shape(3L * width));
        }

        @Override
        NDList all(Pass pass, NDArray x) {
            return Linear.of(pass, x, pass.value(weight, x), pass.value(bias, x))
                    .split(3, 2);
        }

        @Override
        NDArray queries(Pass pass, NDArray x) {
            return rows(pass, x, 0, width);
        }

        @Override
        NDList keysAndValues(Pass pass, NDArray source) {
            return rows(pass, source, width, 3 * width).split(2, 2);
        }

        private NDArray rows(Pass pass, NDArray x, int from, int to) {
            NDArray matrix = pass.value(weight, x).get(from + ":" + to);
            NDArray shift = pass.value(bias, x).get(from + ":" + to);
            // Slices belong to the manager of the parameters, which lives as long as the network.
            matrix.attach(x.getManager());
            shift.attach(x.getManager());
            return Linear.of(pass, x, matrix, shift);
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            Shape source = inputs[inputs.length - 1];
            return new Shape[] {inputs[0], source, source};
        }
    }
}
