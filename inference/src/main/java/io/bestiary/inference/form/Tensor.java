package io.bestiary.inference.form;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An array as a request or an answer carries it, row-major.
 *
 * @param data the elements, little-endian, from the first byte to the buffer's limit; nothing for {@link Datatype#BYTES}
 * @param strings the elements of {@link Datatype#BYTES}, otherwise none
 */
public record Tensor(Datatype datatype, List<Long> shape, ByteBuffer data, List<byte[]> strings) {

    public Tensor {
        shape = List.copyOf(shape);
        strings = List.copyOf(strings);
        data = data.slice(0, data.limit()).order(ByteOrder.LITTLE_ENDIAN);
        long count = shape.stream().reduce(1L, Math::multiplyExact);
        long given = datatype == Datatype.BYTES ? strings.size() : data.limit() / datatype.size();
        if (given != count || (datatype != Datatype.BYTES && data.limit() % datatype.size() != 0)) {
            throw new IllegalArgumentException(
                    "data: must have " + count + " elements for " + shape + ", got " + given);
        }
    }

    public static Tensor of(Datatype datatype, List<Long> shape, ByteBuffer data) {
        return new Tensor(datatype, shape, data, List.of());
    }

    public static Tensor strings(List<Long> shape, List<byte[]> strings) {
        return new Tensor(Datatype.BYTES, shape, ByteBuffer.allocate(0), strings);
    }

    public static Tensor floats(List<Long> shape, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return of(Datatype.FP32, shape, data);
    }

    /** Number of elements. */
    public int count() {
        return datatype == Datatype.BYTES ? strings.size() : data.limit() / datatype.size();
    }

    /** Number of elements in one item of the batch. */
    public int itemCount() {
        return Math.toIntExact(shape.stream().skip(1).reduce(1L, Math::multiplyExact));
    }

    /** An element as a floating-point number. */
    public double number(int index) {
        return switch (datatype) {
            case FP32 -> data.getFloat(4 * index);
            case FP64 -> data.getDouble(8 * index);
            case FP16 -> half(data.getShort(2 * index));
            case BF16 -> Float.intBitsToFloat(data.getShort(2 * index) << 16);
            case UINT64 -> {
                long value = whole(index);
                yield value >= 0 ? value : 2.0 * (value >>> 1) + (value & 1);
            }
            default -> whole(index);
        };
    }

    /** An element as a whole number; of {@link Datatype#UINT64} the bits. */
    public long whole(int index) {
        return switch (datatype) {
            case BOOL, UINT8 -> data.get(index) & 0xff;
            case INT8 -> data.get(index);
            case UINT16 -> data.getShort(2 * index) & 0xffff;
            case INT16 -> data.getShort(2 * index);
            case UINT32 -> data.getInt(4 * index) & 0xffffffffL;
            case INT32 -> data.getInt(4 * index);
            case INT64, UINT64 -> data.getLong(8 * index);
            default -> throw new IllegalStateException("datatype: must be whole numbers, got " + datatype);
        };
    }

    /** IEEE 754 binary16. */
    private static float half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        float size = exponent == 0x1f
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : exponent == 0 ? fraction * 0x1p-24f : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        return bits < 0 ? -size : size;
    }

    /** The tensors of one item each, put together as a batch; they are of one type and shape. */
    public static Tensor stack(List<Tensor> items) {
        Tensor first = items.get(0);
        List<Long> shape = new ArrayList<>(first.shape);
        shape.add(0, (long) items.size());
        if (first.datatype == Datatype.BYTES) {
            return strings(
                    shape, items.stream().flatMap(item -> item.strings.stream()).toList());
        }
        ByteBuffer data = ByteBuffer.allocate(items.size() * first.data.limit());
        items.forEach(item -> data.put(item.data.duplicate()));
        return of(first.datatype, shape, data.flip());
    }

    /** The bytes of some elements, of types that are one byte. */
    public byte[] bytes(int from, int to) {
        byte[] bytes = new byte[to - from];
        data.get(from, bytes);
        return bytes;
    }

    /** Whether two tensors hold the same; for tests and messages. */
    @Override
    public String toString() {
        return datatype + " " + Arrays.toString(shape.toArray());
    }
}
