package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types of safetensors files, little-endian. */
enum Dtype {
    BOOL(DataType.BOOLEAN, 1),
    U8(DataType.UINT8, 1),
    I8(DataType.INT8, 1),
    U16(DataType.UINT16, 2),
    I16(DataType.INT16, 2),
    U32(DataType.UINT32, 4),
    I32(DataType.INT32, 4),
    U64(DataType.UINT64, 8),
    I64(DataType.INT64, 8),
    F16(DataType.FLOAT16, 2),
    BF16(DataType.BFLOAT16, 2),
    F32(DataType.FLOAT32, 4),
    F64(DataType.FLOAT64, 8);

    private final DataType djl;
    private final int bytes;

    Dtype(DataType djl, int bytes) {
        this.djl = djl;
        this.bytes = bytes;
    }

    static Optional<Dtype> find(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    static Optional<Dtype> find(DataType djl) {
        return Arrays.stream(values()).filter(type -> type.djl == djl).findFirst();
    }

    int bytes() {
        return bytes;
    }

    boolean isFloat() {
        return this == F16 || this == BF16 || this == F32 || this == F64;
    }

    /** Whether every value fits 32 bits with a sign. */
    boolean fitsInt() {
        return bytes <= 2 || this == I32;
    }

    /** The element at the given place as the nearest float. */
    float toFloat(ByteBuffer buffer, int index) {
        return switch (this) {
            case F16 -> half(buffer.getShort(2 * index));
            case BF16 -> Float.intBitsToFloat(buffer.getShort(2 * index) << 16);
            case F32 -> buffer.getFloat(4 * index);
            case F64 -> (float) buffer.getDouble(8 * index);
            case U64 -> unsigned(buffer.getLong(8 * index));
            default -> (float) toLong(buffer, index);
        };
    }

    /** The integer at the given place; of U64 the same bits. */
    long toLong(ByteBuffer buffer, int index) {
        return switch (this) {
            case BOOL, U8 -> buffer.get(index) & 0xFF;
            case I8 -> buffer.get(index);
            case U16 -> buffer.getShort(2 * index) & 0xFFFF;
            case I16 -> buffer.getShort(2 * index);
            case U32 -> buffer.getInt(4 * index) & 0xFFFF_FFFFL;
            case I32 -> buffer.getInt(4 * index);
            case U64, I64 -> buffer.getLong(8 * index);
            case F16, BF16, F32, F64 -> throw new IllegalStateException(this + " is no integer type");
        };
    }

    private static float unsigned(long bits) {
        // The lowest bit is kept, so that halving does not round to another float.
        return bits >= 0 ? bits : 2f * ((bits >>> 1) | (bits & 1));
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
    private static float half(short bits) {
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        float size = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        };
        return bits < 0 ? -size : size;
    }
}
