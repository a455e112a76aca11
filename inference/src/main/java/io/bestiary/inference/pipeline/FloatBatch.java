package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** Examples of numbers put together for a network. */
final class FloatBatch {

    private FloatBatch() {}

    /**
     * Copies examples into one array, which belongs to the manager.
     *
     * @param each the shape of an example
     * @return (B, ...)
     */
    static NDArray of(NDManager manager, List<float[]> examples, Shape each) {
        Shape shape = new Shape(examples.size()).addAll(each);
        ByteBuffer bytes = HostMemory.allocate(shape.size(), DataType.FLOAT32);
        FloatBuffer floats = bytes.asFloatBuffer();
        examples.forEach(floats::put);
        return HostMemory.array(manager, bytes, shape, DataType.FLOAT32);
    }
}
