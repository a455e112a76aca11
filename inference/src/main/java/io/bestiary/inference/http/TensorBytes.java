package io.bestiary.inference.http;

import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The elements of a tensor as the protocol's binary extension writes them: little-endian, each string after its length. */
final class TensorBytes {

    private TensorBytes() {}

    /**
     * Reads all of the bytes.
     *
     * @throws HttpFailure if they are more or less than the shape needs
     */
    static Tensor read(String name, Datatype type, List<Long> shape, int count, ByteBuffer bytes) {
        if (type == Datatype.BYTES) {
            return Tensor.strings(shape, strings(name, count, bytes.slice().order(ByteOrder.LITTLE_ENDIAN)));
        }
        long needed = (long) count * type.size();
        if (bytes.remaining() != needed) {
            throw HttpFailure.bad(name + ": binary data: must have " + needed + " bytes for " + type + " " + shape
                    + ", got " + bytes.remaining());
        }
        Tensor tensor = Tensor.of(type, shape, bytes.slice());
        for (int i = 0; type == Datatype.BOOL && i < count; i++) {
            if (tensor.whole(i) > 1) {
                throw HttpFailure.bad(
                        name + ": binary data[" + i + "]: must be 0 or 1 for BOOL, got " + tensor.whole(i));
            }
        }
        return tensor;
    }

    private static List<byte[]> strings(String name, int count, ByteBuffer bytes) {
        List<byte[]> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long length = bytes.remaining() < 4 ? -1 : bytes.getInt() & 0xffffffffL;
            if (length < 0 || length > bytes.remaining()) {
                throw HttpFailure.bad(name + ": binary data: element " + i + " of " + count
                        + " must have a length of 4 bytes and as many bytes as that says, but the data end");
            }
            byte[] string = new byte[(int) length];
            bytes.get(string);
            strings.add(string);
        }
        if (bytes.hasRemaining()) {
            throw HttpFailure.bad(name + ": binary data: must end after " + count + " elements, " + bytes.remaining()
                    + " bytes are left");
        }
        return strings;
    }

    static byte[] write(Tensor tensor) {
        if (tensor.datatype() != Datatype.BYTES) {
            return tensor.bytes(0, tensor.data().limit());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] string : tensor.strings()) {
            byte[] length = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(string.length)
                    .array();
            bytes.writeBytes(length);
            bytes.writeBytes(string);
        }
        return bytes.toByteArray();
    }
}
