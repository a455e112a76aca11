package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.SmallSeries;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.http.Served.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same numbers in each of the protocol's datatypes, in JSON and as binary data: the same answer. */
class DatatypesTest {
    private static final String INFER = "/v2/models/kinds/infer";
    /** IEEE 754's half precision of the numbers 0 to 5, and the upper halves of their single precision. */
    private static final short[] HALVES = {0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500};

    private static final short[] UPPER_HALVES = {0, 0x3f80, 0x4000, 0x4040, 0x4080, 0x40a0};
    private static final int COUNT = SmallSeries.CONTEXT * SmallSeries.CHANNELS;

    @TempDir
    private static Path folder;

    private static Served served;

    @BeforeAll
    static void start() {
        served = new Served(folder, "pytorch", ModelServer.Options.DEFAULTS);
        served.server.load("kinds", "1", SmallSeries.classifier(folder.resolve("kinds"), "pytorch"));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static int value(int index) {
        return index * 7 % 6;
    }

    private static String head(Datatype type, String rest) {
        return "{\"inputs\":[{\"name\":\"values\",\"shape\":[1,6,2],\"datatype\":\"" + type + "\"," + rest + "}]}";
    }

    private static Reply inJson(Datatype type) throws Exception {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            data.append(i == 0 ? "" : ",").append(value(i));
        }
        return served.post(INFER, head(type, "\"data\":[" + data + "]"));
    }

    private static Reply inBinary(Datatype type) throws Exception {
        ByteBuffer data = ByteBuffer.allocate(COUNT * type.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < COUNT; i++) {
            int value = value(i);
            switch (type) {
                case UINT8, INT8 -> data.put((byte) value);
                case UINT16, INT16 -> data.putShort((short) value);
                case UINT32, INT32 -> data.putInt(value);
                case UINT64, INT64 -> data.putLong(value);
                case FP16 -> data.putShort(HALVES[value]);
                case BF16 -> data.putShort(UPPER_HALVES[value]);
                case FP32 -> data.putFloat(value);
                case FP64 -> data.putDouble(value);
                default -> throw new AssertionError(type);
            }
        }
        byte[] json = head(type, "\"parameters\":{\"binary_data_size\":" + data.capacity() + "}")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json);
        body.writeBytes(data.array());
        return served.post(INFER, body.toByteArray(), "Inference-Header-Content-Length", "" + json.length);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BOOL", "BYTES"})
    void answersNumbersOfEveryType(Datatype type) throws Exception {
        JsonNode expected = inJson(Datatype.FP32).json().get("outputs");
        assertThat(expected).hasSize(3);
        assertThat(inBinary(type).json().get("outputs")).isEqualTo(expected);
        Reply json = inJson(type);
        if (type == Datatype.FP16 || type == Datatype.BF16) {
            assertThat(json.status()).isEqualTo(400);
            assertThat(json.json().get("error").asText())
                    .isEqualTo("values: " + type + " has no JSON form, it must be sent as binary data");
        } else {
            assertThat(json.json().get("outputs")).isEqualTo(expected);
        }
    }

    /** A bool or a text is no number: read as such, and refused by the model. */
    @Test
    void refusesWhatIsNoNumber() throws Exception {
        for (String given : new String[] {"BOOL;true", "BYTES;\"1\""}) {
            String[] parts = given.split(";", 2);
            String data = "\"data\":[" + (parts[1] + ",").repeat(COUNT - 1) + parts[1] + "]";
            Reply reply = served.post(INFER, head(Datatype.of(parts[0]), data));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().get("error").asText())
                    .isEqualTo("values: must be FP32 [-1, -1, 2] or another type of number, got " + parts[0]
                            + " [1, 6, 2]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8,255,256",
        "UINT16,65535,65536",
        "UINT32,4294967295,4294967296",
        "UINT64,18446744073709551615,18446744073709551616",
        "UINT64,0,-1",
        "INT8,-128,-129",
        "INT16,32767,32768",
        "INT32,-2147483648,-2147483649",
        "INT64,9223372036854775807,9223372036854775808",
        "FP32,3.4e38,3.5e38",
        "FP64,1e308,1e309",
        "INT32,1,1.5"
    })
    void takesTheLastNumberOfATypeAndRefusesTheNext(Datatype type, String last, String next) throws Exception {
        assertThat(error(type, last)).doesNotContain("data[0]");
        assertThat(error(type, next)).startsWith("values: data[0]: must be " + type + ", got ");
    }

    private static String error(Datatype type, String first) throws Exception {
        String data = "\"data\":[" + first + ",0".repeat(COUNT - 1) + "]";
        return served.post(INFER, head(type, data)).json().path("error").asText();
    }
}
