package io.bestiary.inference.form;

import io.bestiary.datasets.DataException;
import java.util.Arrays;

/** The types of a tensor's elements, as the Open Inference Protocol names them. */
public enum Datatype {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    /** Strings of bytes, each of its own length. */
    BYTES(0);

    private final int size;

    Datatype(int size) {
        this.size = size;
    }

    /** Bytes of one element; 0 where elements differ in length. */
    public int size() {
        return size;
    }

    /** Whether the elements are floating-point numbers. */
    public boolean isFloat() {
        return this == FP16 || this == BF16 || this == FP32 || this == FP64;
    }

    /** Whether the elements are numbers. */
    public boolean isNumber() {
        return this != BOOL && this != BYTES;
    }

    /** Finds a type by its name. */
    public static Datatype of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new DataException("datatype: must be one of " + Arrays.toString(values()) + ", got " + name));
    }
}
