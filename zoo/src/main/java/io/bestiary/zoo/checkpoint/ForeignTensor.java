package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;

/**
 * A tensor of another tool.
 *
 * @param dtype as its file spells it, such as {@code BF16}
 * @param read reads the values as floats, row-major
 */
record ForeignTensor(String name, Shape shape, String dtype, Supplier<float[]> read) {

    boolean isFloat() {
        return Dtype.find(dtype).filter(Dtype::isFloat).isPresent();
    }

    float[] values() {
        return read.get();
    }
}
