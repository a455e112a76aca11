package io.bestiary.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies values from the memory of the JVM into arrays.
 *
 * <p>Used instead of {@code manager.create(float[])}: with MXNet, DJL 0.35.1 hands the native library the address of a
 * buffer that nothing refers to any more, and the library reads it only after the work that is under way. A garbage
 * collection in between frees the buffer, and the array is made of other bytes: under load once in a few thousand steps.
 */
public final class HostMemory {

    private HostMemory() {}

    /**
     * Makes a scalar to calculate with where gradients flow: {@code x.mul(HostMemory.number(x, 0.5))}.
     *
     * <p>Used instead of {@code x.mul(0.5)}, {@code x.div(2)} and the like: on PyTorch, DJL 0.35.1 puts the number into a
     * buffer that nothing refers to after the call, and the backward pass reads it again. A garbage collection in between
     * frees the buffer, and the gradient is multiplied by other bytes, mostly by zero.
     *
     * @param like names the manager that owns the number
     */
    public static NDArray number(NDArray like, double value) {
        return array(like.getManager(), new float[] {(float) value}, new Shape());
    }

    /** Makes an array of float32. */
    public static NDArray array(NDManager manager, float[] values, Shape shape) {
        ByteBuffer bytes = allocate(values.length, DataType.FLOAT32);
        bytes.asFloatBuffer().put(values);
        return owned(manager, bytes, shape, DataType.FLOAT32);
    }

    /** Makes an array of float64, one axis. */
    static NDArray array(NDManager manager, double[] values) {
        ByteBuffer bytes = allocate(values.length, DataType.FLOAT64);
        bytes.asDoubleBuffer().put(values);
        return owned(manager, bytes, new Shape(values.length), DataType.FLOAT64);
    }

    /** Makes an array of int64. */
    public static NDArray array(NDManager manager, long[] values, Shape shape) {
        ByteBuffer bytes = allocate(values.length, DataType.INT64);
        bytes.asLongBuffer().put(values);
        return owned(manager, bytes, shape, DataType.INT64);
    }

    /** Makes an array of int32. */
    public static NDArray array(NDManager manager, int[] values, Shape shape) {
        ByteBuffer bytes = allocate(values.length, DataType.INT32);
        bytes.asIntBuffer().put(values);
        return owned(manager, bytes, shape, DataType.INT32);
    }

    /**
     * Makes an array of elements in native byte order.
     *
     * @param bytes direct, not to be changed afterwards: an engine may go on using it as the array's memory
     */
    public static NDArray array(NDManager manager, ByteBuffer bytes, Shape shape, DataType type) {
        if (!bytes.isDirect() || bytes.remaining() != shape.size() * type.getNumOfBytes()) {
            throw new IllegalArgumentException("bytes: must be direct and " + shape.size() * type.getNumOfBytes()
                    + " for " + type + " " + shape + ", got " + bytes);
        }
        try {
            return manager.create(bytes, shape, type);
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /** PyTorch takes a buffer as the array's memory, and the backward pass may read that after the array was closed. */
    private static NDArray owned(NDManager manager, ByteBuffer bytes, Shape shape, DataType type) {
        NDArray array = array(manager, bytes, shape, type);
        if (!Backend.EngineName.PYTORCH.runs(manager)) {
            return array;
        }
        try (array) {
            return array.duplicate();
        }
    }

    /** Room for elements, in native byte order. */
    public static ByteBuffer allocate(long elements, DataType type) {
        return ByteBuffer.allocateDirect(Math.toIntExact(elements * type.getNumOfBytes()))
                .order(ByteOrder.nativeOrder());
    }
}
