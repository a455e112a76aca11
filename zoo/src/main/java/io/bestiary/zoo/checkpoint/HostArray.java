package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An array as a file holds it: its bytes are asked for when they are written, from the engine or from a copy.
 *
 * @param bytes in native order, from the buffer's position to its limit
 */
record HostArray(DataType type, Shape shape, Supplier<ByteBuffer> bytes) {

    /** Views of arrays: to be written by the thread that computes. */
    static Map<String, HostArray> views(Map<String, NDArray> arrays) {
        Map<String, HostArray> views = new LinkedHashMap<>();
        arrays.forEach((name, array) ->
                views.put(name, new HostArray(array.getDataType(), array.getShape(), array::toByteBuffer)));
        return views;
    }

    /**
     * The same with the bytes of now, for any thread to write.
     *
     * @param part what the arrays are to the checkpoint; with their names it finds their place
     */
    static Map<String, HostArray> copies(Map<String, HostArray> arrays, CopyBuffers buffers, String part) {
        Map<String, HostArray> copies = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            ByteBuffer bytes = array.shape().size() == 0
                    ? ByteBuffer.allocate(0)
                    : buffers.copy(part + "/" + name, array.bytes().get());
            copies.put(name, new HostArray(array.type(), array.shape(), bytes::duplicate));
        });
        return copies;
    }
}
