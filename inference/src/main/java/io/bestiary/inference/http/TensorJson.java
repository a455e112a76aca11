package io.bestiary.inference.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The elements of a tensor as a JSON array, flat or nested as the shape is. */
final class TensorJson {
    private static final BigInteger UINT64_MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String name;
    private final Datatype type;
    private final List<Long> shape;
    private final int count;
    private final ByteBuffer data;
    private final List<byte[]> strings = new ArrayList<>();
    private int read;

    private TensorJson(String name, Datatype type, List<Long> shape, int count) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.count = count;
        this.data = ByteBuffer.allocate(Math.multiplyExact(count, type.size())).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the array that the parser stands before.
     *
     * @param count elements of the shape; the caller has compared it with the size of the body
     * @throws HttpFailure saying what the data must be
     */
    static Tensor read(String name, Datatype type, List<Long> shape, int count, JsonParser parser) throws IOException {
        if (type == Datatype.FP16 || type == Datatype.BF16) {
            throw HttpFailure.bad(name + ": " + type + " has no JSON form, it must be sent as binary data");
        }
        TensorJson tensor = new TensorJson(name, type, shape, count);
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw HttpFailure.bad(name + ": data: must be an array");
        }
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            tensor.nested(parser, first, 0);
        } else {
            tensor.flat(parser, first);
        }
        return type == Datatype.BYTES
                ? Tensor.strings(shape, tensor.strings)
                : Tensor.of(type, shape, tensor.data.flip());
    }

    private void flat(JsonParser parser, JsonToken first) throws IOException {
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            element(parser, token);
        }
        if (read != count) {
            throw length(read);
        }
    }

    private void nested(JsonParser parser, JsonToken first, int axis) throws IOException {
        long items = 0;
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (axis == shape.size() - 1) {
                element(parser, token);
            } else if (token == JsonToken.START_ARRAY) {
                nested(parser, parser.nextToken(), axis + 1);
            } else {
                throw HttpFailure.bad(name + ": data: must be nested as the shape " + shape + " is, or flat");
            }
            items++;
        }
        if (items != shape.get(axis)) {
            throw HttpFailure.bad(name + ": data: must have " + shape.get(axis) + " items on axis " + axis
                    + " of the shape " + shape + ", got " + items);
        }
    }

    private HttpFailure length(int given) {
        return HttpFailure.bad(name + ": data: must have " + count + " elements for the shape " + shape + ", got "
                + (given > count ? "more" : given));
    }

    private void element(JsonParser parser, JsonToken token) throws IOException {
        if (read++ >= count) {
            throw length(read);
        }
        switch (type) {
            case BYTES -> {
                require(token == JsonToken.VALUE_STRING, parser);
                strings.add(parser.getText().getBytes(StandardCharsets.UTF_8));
            }
            case BOOL -> {
                require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, parser);
                data.put((byte) (token == JsonToken.VALUE_TRUE ? 1 : 0));
            }
            case FP32, FP64 -> {
                require(token.isNumeric(), parser);
                number(parser);
            }
            default -> {
                require(token == JsonToken.VALUE_NUMBER_INT, parser);
                whole(parser);
            }
        }
    }

    private void number(JsonParser parser) throws IOException {
        double value = parser.getDoubleValue();
        double most = type == Datatype.FP32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        require(Math.abs(value) <= most, parser);
        if (type == Datatype.FP32) {
            data.putFloat((float) value);
        } else {
            data.putDouble(value);
        }
    }

    private void whole(JsonParser parser) throws IOException {
        if (type == Datatype.UINT64) {
            BigInteger value = parser.getBigIntegerValue();
            require(value.signum() >= 0 && value.compareTo(UINT64_MOST) <= 0, parser);
            data.putLong(value.longValue());
            return;
        }
        require(parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER, parser);
        long value = parser.getLongValue();
        boolean unsigned = type.name().startsWith("U");
        int bits = 8 * type.size();
        if (bits < 64) {
            long least = unsigned ? 0 : -(1L << (bits - 1));
            long most = unsigned ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
            require(value >= least && value <= most, parser);
        }
        switch (type.size()) {
            case 1 -> data.put((byte) value);
            case 2 -> data.putShort((short) value);
            case 4 -> data.putInt((int) value);
            default -> data.putLong(value);
        }
    }

    private void require(boolean right, JsonParser parser) throws IOException {
        if (!right) {
            String given = parser.currentToken().isStructStart()
                    ? parser.currentToken() == JsonToken.START_ARRAY ? "an array" : "an object"
                    : parser.getText();
            throw HttpFailure.bad(name + ": data[" + (read - 1) + "]: must be " + type + ", got "
                    + (given.length() > 40 ? given.substring(0, 40) + "..." : given));
        }
    }

    /** Writes the elements as a flat array. */
    static void write(Tensor tensor, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < tensor.count(); i++) {
            switch (tensor.datatype()) {
                case BYTES -> json.writeString(new String(tensor.strings().get(i), StandardCharsets.UTF_8));
                case BOOL -> json.writeBoolean(tensor.whole(i) != 0);
                case FP32 -> json.writeNumber((float) tensor.number(i));
                case FP16, BF16, FP64 -> json.writeNumber(tensor.number(i));
                case UINT64 -> json.writeNumber(new BigInteger(Long.toUnsignedString(tensor.whole(i))));
                default -> json.writeNumber(tensor.whole(i));
            }
        }
        json.writeEndArray();
    }
}
