package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Describes one input of a network.
 *
 * @param name what the values are, such as {@code image} or {@code tokens}
 * @param dataType element type
 * @param shape shape with -1 for the batch axis
 * @param bound for ids: every value lies in [0, bound); 0 for values that are not ids
 */
public record TensorSpec(String name, DataType dataType, Shape shape, long bound) {

    /** Values that are not ids. */
    public static TensorSpec of(String name, DataType dataType, Shape shape) {
        return new TensorSpec(name, dataType, shape, 0);
    }

    /** Ids in [0, bound), such as tokens of a vocabulary. */
    public static TensorSpec ids(String name, Shape shape, long bound) {
        return new TensorSpec(name, DataType.INT64, shape, bound);
    }

    /** The shape with a batch of the given size. */
    public Shape batch(long size) {
        long[] dimensions = shape.getShape().clone();
        dimensions[0] = size;
        return new Shape(dimensions);
    }
}
