package io.bestiary.datasets;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * An array in the memory of the JVM, that belongs to no engine yet: worker threads may make it.
 *
 * @param data elements in row-major order, from the buffer's position to its limit
 */
public record HostTensor(Shape shape, DataType dataType, Buffer data) {

    public HostTensor {
        if (data.remaining() != shape.size()) {
            throw new IllegalArgumentException(
                    "data: must have " + shape.size() + " elements for " + shape + ", got " + data.remaining());
        }
    }

    /** Wraps the values, which must not change afterwards. */
    public static HostTensor floats(float[] values, long... shape) {
        return new HostTensor(new Shape(shape), DataType.FLOAT32, FloatBuffer.wrap(values));
    }

    /** Wraps the values, which must not change afterwards. */
    public static HostTensor longs(long[] values, long... shape) {
        return new HostTensor(new Shape(shape), DataType.INT64, LongBuffer.wrap(values));
    }

    /** Rows of the first axis, without copying. */
    public HostTensor slice(int from, int to) {
        int row = Math.toIntExact(shape.size() / shape.get(0));
        Shape rows = new Shape(to - from).addAll(shape.slice(1));
        return new HostTensor(rows, dataType, data.slice(data.position() + from * row, (to - from) * row));
    }

    /** Copies the elements to the engine and the device of the manager, which owns the array. */
    public NDArray toArray(NDManager manager) {
        ByteBuffer direct = ByteBuffer.allocateDirect(Math.toIntExact(shape.size() * dataType.getNumOfBytes()))
                .order(ByteOrder.nativeOrder());
        BaseNDManager.copyBuffer(data.duplicate(), direct);
        try {
            return manager.create(direct, shape, dataType);
        } finally {
            // MXNet reads the buffer after the work that is under way; DJL's own copy could be collected before that.
            Reference.reachabilityFence(direct);
        }
    }
}
