package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Distribution;
import io.bestiary.zoo.nn.Embedding;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Adds to each vector of a sequence one for its place: (B, T, C) -> (B, T, C). */
public abstract class AddedPositions extends NamedBlock {

    private AddedPositions() {}

    /**
     * Trained vectors.
     *
     * @param offset row of the first place
     */
    public static AddedPositions learned(int rows, int width, int offset, Distribution initial) {
        return new Learned(rows, width, offset, initial);
    }

    /** Sines at even numbers and cosines at odd ones; Vaswani et al., 2017, 3.5. */
    public static AddedPositions sinusoidal() {
        return new Sinusoidal();
    }

    /** Nothing, for schemes that work inside attention. */
    public static AddedPositions none() {
        return new None();
    }

    /** Adds the vectors of the places {@code from}, {@code from + 1}, ... */
    public abstract NDArray add(Pass pass, NDArray x, int from);

    @Override
    protected final NDList forward(Pass pass, NDList inputs) {
        return new NDList(add(pass, inputs.singletonOrThrow(), 0));
    }

    private static final class Learned extends AddedPositions {
        private final Embedding table;
        private final int offset;

        Learned(int rows, int width, int offset, Distribution initial) {
            this.offset = offset;
            table = child("", new Embedding(rows, width, initial));
        }

        @Override
        public NDArray add(Pass pass, NDArray x, int from) {
            long end = from + x.size(1);
            if (end > table.rows() - offset) {
                throw new IllegalArgumentException(
                        "tokens: must be at most context " + (table.rows() - offset) + ", got " + end);
            }
            long[] places = LongStream.range(from + offset, end + offset).toArray();
            return x.add(pass.through(table, HostMemory.array(x.getManager(), places, new Shape(places.length))));
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            tracer.through(table, new Shape(inputs[0].get(1)));
            return inputs;
        }
    }

    private static final class Sinusoidal extends AddedPositions {
        /** Of the places from 0 on, as many as were asked for so far; a new one takes its place, none is changed. */
        private volatile float[] table = {};

        @Override
        public NDArray add(Pass pass, NDArray x, int from) {
            int length = Math.toIntExact(x.size(1));
            int width = Math.toIntExact(x.size(2));
            float[] known = table;
            if (known.length < (from + length) * width) {
                known = table((from + length) * 2, width);
                table = known;
            }
            float[] places = Arrays.copyOfRange(known, from * width, (from + length) * width);
            return x.add(HostMemory.array(x.getManager(), places, new Shape(length, width)));
        }

        private static float[] table(int length, int width) {
            float[] table = new float[length * width];
            for (int t = 0; t < length; t++) {
                for (int i = 0; i < width; i++) {
                    double angle = t * Math.pow(10_000, -(i - i % 2) / (double) width);
                    table[t * width + i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
                }
            }
            return table;
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            return inputs;
        }
    }

    private static final class None extends AddedPositions {

        @Override
        public NDArray add(Pass pass, NDArray x, int from) {
            return x;
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            return inputs;
        }
    }
}
