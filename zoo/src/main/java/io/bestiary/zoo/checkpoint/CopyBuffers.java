package io.bestiary.zoo.checkpoint;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory outside of Java's heap that one checkpoint after the other is copied to. In the heap, the copies of a large network
 * would outlive the collector's first look and stop the training for it each time.
 *
 * <p>What was copied last must be written before the next copy.
 */
public final class CopyBuffers {
    private final Map<String, ByteBuffer> buffers = new HashMap<>();

    /** Copies bytes from their position to their limit, over those of the same name. */
    ByteBuffer copy(String name, ByteBuffer bytes) {
        ByteBuffer buffer = buffers.get(name);
        if (buffer == null || buffer.capacity() != bytes.remaining()) {
            buffer = ByteBuffer.allocateDirect(bytes.remaining());
            buffers.put(name, buffer);
        }
        return buffer.clear().put(bytes).flip();
    }
}
