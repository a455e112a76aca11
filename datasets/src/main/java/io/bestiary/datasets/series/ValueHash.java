package io.bestiary.datasets.series;

import io.bestiary.datasets.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The hash of values that were made in code: of their bytes, little-endian. */
final class ValueHash {

    private ValueHash() {}

    static String of(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            return Sha256.of(new ByteArrayInputStream(bytes.array()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
