package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.ImageClassifier;
import io.bestiary.inference.SmallCheckpoint;
import io.bestiary.inference.http.Served.Reply;
import io.bestiary.inference.pipeline.Classification;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol V2, as its clients speak it. */
class ProtocolTest {
    private static final String INFER = "/v2/models/digits/infer";

    @TempDir
    private static Path folder;

    private static Served served;
    private static ImageClassifier classifier;

    @BeforeAll
    static void start() {
        served = new Served(folder, "pytorch", ModelServer.Options.DEFAULTS);
        classifier = ImageClassifier.open(folder.resolve("digits"), "pytorch", "cpu");
    }

    @AfterAll
    static void stop() {
        served.close();
        classifier.close();
    }

    private static Classification expected(int number) {
        return classifier.classify(SmallCheckpoint.picture(number));
    }

    /** The pixels of a picture as nested JSON or flat. */
    private static String pixels(int number, boolean nested) {
        PixelImage image = PixelImage.of(SmallCheckpoint.picture(number));
        StringBuilder json = new StringBuilder();
        int row = image.width() * 3;
        for (int y = 0; y < image.height(); y++) {
            json.append(y > 0 ? "," : "").append(nested ? "[" : "");
            for (int x = 0; x < image.width(); x++) {
                json.append(x > 0 ? "," : "").append(nested ? "[" : "");
                for (int c = 0; c < 3; c++) {
                    json.append(c > 0 ? "," : "").append(image.pixels()[y * row + x * 3 + c] & 0xff);
                }
                json.append(nested ? "]" : "");
            }
            json.append(nested ? "]" : "");
        }
        return (nested ? "[[" : "[") + json + (nested ? "]]" : "]");
    }

    private static String input(String shape, String datatype, String data) {
        return "{\"inputs\":[{\"name\":\"image\",\"shape\":" + shape + ",\"datatype\":\"" + datatype + "\",\"data\":"
                + data + "}]}";
    }

    private static void assertAnswers(JsonNode json, int... numbers) {
        assertThat(json.at("/model_name").asText()).isEqualTo("digits");
        assertThat(json.at("/outputs/0/name").asText()).isEqualTo("label");
        assertThat(json.at("/outputs/2/shape").toString()).isEqualTo("[" + numbers.length + ",10]");
        for (int i = 0; i < numbers.length; i++) {
            Classification expected = expected(numbers[i]);
            assertThat(json.at("/outputs/0/data/" + i).asText())
                    .isEqualTo(expected.best().name());
            assertThat(json.at("/outputs/1/data/" + i).asDouble())
                    .isCloseTo(expected.best().probability(), within(1e-5));
            double sum = 0;
            for (int k = 0; k < 10; k++) {
                sum += json.at("/outputs/2/data/" + (10 * i + k)).asDouble();
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void tellsOfItselfAndItsModels() throws Exception {
        assertThat(served.get("/v2").json().get("extensions").toString()).contains("binary_tensor_data");
        assertThat(served.get("/v2/health/live").json().get("live").asBoolean()).isTrue();
        assertThat(served.get("/v2/health/ready").status()).isEqualTo(200);
        assertThat(served.get("/v2/models").json().toString()).isEqualTo("{\"models\":[\"digits\"]}");
        for (String path : List.of("/v2/models/digits", "/v2/models/digits/versions/1")) {
            JsonNode metadata = served.get(path).json();
            assertThat(metadata.get("versions").toString()).isEqualTo("[\"1\"]");
            assertThat(metadata.at("/inputs/0").toString())
                    .isEqualTo("{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[-1,-1,-1,1]}");
            assertThat(metadata.at("/outputs/2").toString())
                    .isEqualTo("{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[-1,10]}");
            assertThat(served.get(path + "/ready").json().get("ready").asBoolean())
                    .isTrue();
        }
        assertThat(served.post("/v2/repository/index", "{}")
                        .json()
                        .at("/0/state")
                        .asText())
                .isEqualTo("READY");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersPixelsNestedOrFlat(boolean nested) throws Exception {
        Reply reply = served.post(INFER, input("[1,30,40,3]", "UINT8", pixels(3, nested)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertAnswers(reply.json(), 3);
    }

    @Test
    void unloadsAndLoadsAModelFromWhereItWas() throws Exception {
        String model = "/v2/repository/models/digits";
        assertThat(served.post(model + "/unload", "{}").status()).isEqualTo(200);
        assertThat(served.get("/v2/models/digits/ready").status()).isEqualTo(404);
        JsonNode index = served.post("/v2/repository/index", "{}").json();
        assertThat(index).hasSize(1);
        assertThat(index.at("/0/state").asText()).isEqualTo("UNAVAILABLE");
        assertThat(served.post(model + "/unload", "{}").status()).isEqualTo(404);
        assertThat(served.post(model + "/load", "{}").status()).isEqualTo(200);
        assertThat(served.get("/v2/models/digits/ready").status()).isEqualTo(200);
        assertThat(served.post("/v2/repository/index", "{}")
                        .json()
                        .at("/0/state")
                        .asText())
                .isEqualTo("READY");
        Reply nobody = served.post("/v2/repository/models/nobody/load", "{}");
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(nobody.json().get("error").asText()).isEqualTo("model: must be one of [digits], got nobody");
    }

    @Test
    void answersABatchOfFilesInBase64AndRepeatsTheId() throws Exception {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            files.add('"' + Base64.getEncoder().encodeToString(Served.png(i)) + '"');
        }
        String body = input("[5]", "BYTES", files.toString()).replaceFirst("\\{", "{\"id\":\"a-7\",");
        Reply reply = served.post("/v2/models/digits/versions/1/infer", body);
        assertThat(reply.json().get("id").asText()).isEqualTo("a-7");
        assertAnswers(reply.json(), 0, 1, 2, 3, 4);
    }

    @Test
    void givesTheOutputsThatAreAskedFor() throws Exception {
        String body = input("[1,30,40,3]", "UINT8", pixels(3, false))
                .replaceFirst("\\{", "{\"outputs\":[{\"name\":\"probability\"}],");
        JsonNode outputs = served.post(INFER, body).json().get("outputs");
        assertThat(outputs).hasSize(1);
        assertThat(outputs.at("/0/name").asText()).isEqualTo("probability");
    }

    @Test
    void takesAndGivesBinaryData() throws Exception {
        PixelImage image = PixelImage.of(SmallCheckpoint.picture(6));
        String json = "{\"parameters\":{\"binary_data_output\":true},\"outputs\":[{\"name\":\"label\"},{\"name\":"
                + "\"probabilities\",\"parameters\":{\"binary_data\":false}},{\"name\":\"probability\"}],"
                + "\"inputs\":[{\"name\":\"image\",\"shape\":[1,30,40,3],\"datatype\":\"UINT8\","
                + "\"parameters\":{\"binary_data_size\":3600}}]}";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(image.pixels());
        Reply reply = served.post(INFER, body.toByteArray(), "Inference-Header-Content-Length", "" + json.length());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        int length = Integer.parseInt(reply.header("Inference-Header-Content-Length"));
        byte[] all = reply.response().body();
        JsonNode head = Served.JSON.readTree(Arrays.copyOf(all, length));
        String label = expected(6).best().name();
        assertThat(head.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(4 + label.length());
        assertThat(head.at("/outputs/1/data")).hasSize(10);
        ByteBuffer binary = ByteBuffer.wrap(all, length, all.length - length).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[binary.getInt()];
        binary.get(text);
        assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(label);
        assertThat((double) binary.getFloat()).isCloseTo(expected(6).best().probability(), within(1e-5));
        assertThat(binary.hasRemaining()).isFalse();
    }

    @Test
    void takesARawPicture() throws Exception {
        Reply reply = served.post(INFER, Served.png(2), "Inference-Header-Content-Length", "0");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        int length = Integer.parseInt(reply.header("Inference-Header-Content-Length"));
        String label = expected(2).best().name();
        assertThat(new String(reply.response().body(), length + 4, label.length(), StandardCharsets.UTF_8))
                .isEqualTo(label);
    }

    @Test
    void takesCompressedBodiesAsFarAsTheyGo() throws Exception {
        assertThat(gzip(input("[1,30,40,3]", "UINT8", pixels(3, false)).getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
        Reply bomb = gzip(new byte[20 << 20]);
        assertThat(bomb.status()).isEqualTo(413);
        assertThat(bomb.json().get("error").asText()).contains("at most 16777216 bytes");
    }

    private static Reply gzip(byte[] body) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        return served.post(INFER, packed.toByteArray(), "Content-Type", "application/json", "Content-Encoding", "gzip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[1,2,2,1] | UINT8 | [1,2,3] | image: data: must have 4 elements for the shape [1, 2, 2, 1], got 3",
                "[1,2,2,1] | UINT8 | [1,2,3,4,5] | image: data: must have 4 elements for the shape [1, 2, 2, 1], got"
                        + " more",
                "[1,2,2,1] | UINT8 | [[[1,2],[3,4]]] | image: data: must be nested as the shape [1, 2, 2, 1] is, or"
                        + " flat",
                "[1,2,2,1] | UINT8 | [[[[1],[2]],[[3]]]] | must have 2 items on axis 2",
                "[1,2,2,1] | UINT8 | [1,2,3,256] | image: data[3]: must be UINT8, got 256",
                "[1,2,2,1] | UINT8 | [1,2,3,-1] | image: data[3]: must be UINT8, got -1",
                "[1,2,2,1] | UINT8 | [1,2,3,1.5] | image: data[3]: must be UINT8, got 1.5",
                "[1,2,2,1] | UINT8 | [1,2,3,\"4\"] | image: data[3]: must be UINT8, got 4",
                "[1,2,2,1] | FP32 | [1,2,3,4] | image: must be UINT8 [-1, -1, -1, 1], or picture files as BYTES [-1],"
                        + " got FP32 [1, 2, 2, 1]",
                "[1,2,2,1] | FP16 | [1,2,3,4] | image: FP16 has no JSON form, it must be sent as binary data",
                "[1,2,2,1] | INT7 | [1,2,3,4] | datatype: must be one of [BOOL",
                "[1,2,2,2] | UINT8 | [1,2,3,4,5,6,7,8] | image: must be UINT8",
                "[4] | UINT8 | [1,2,3,4] | image: must be UINT8",
                "[1,-2,2,1] | UINT8 | [1,2,3,4] | image: shape: must be sizes of at least 0, got [1,-2,2,1]",
                "[0,2,2,1] | UINT8 | [] | must have between 1 and 1024 items on its first axis, got 0",
                "[1,0,2,1] | UINT8 | [] | image: must have at least one pixel",
                "[4611686018427387904,4,1,1] | UINT8 | [1] | image: shape: must have no more elements than data",
                "[1,1,1,1] | UINT8 | 3 | image: data: must be an array",
                "[1] | BYTES | [\"iVBOR\"] | image",
                "[1] | BYTES | [\"no picture\"] | image: must be a picture",
                "[1] | BYTES | [\"\\u0000\"] | image: must be a picture",
                "[1,2,2,1] | UINT8 | [NaN,1,2,3] | the body must be JSON",
            })
    void saysWhatItExpected(String shape, String datatype, String data, String message) throws Exception {
        Reply reply = served.post(INFER, input(shape, datatype, data));
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().size()).isEqualTo(1);
        assertThat(reply.json().get("error").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | the body must be a JSON object",
                "[] | the body must be a JSON object",
                "{} | inputs: must be an array of at least one input",
                "{\"inputs\":3} | inputs: must be an array",
                "{\"inputs\":[3]} | inputs: must be an array of objects",
                "{\"inputs\":[{}]} | inputs: name: must be given",
                "{\"input\":[]} | input: must be one of id, parameters, inputs, outputs",
                "{\"id\":7,\"inputs\":[]} | id: must be a text, got 7",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"BOOL\",\"data\":[true]}]} | inputs: x: must"
                        + " be one of image",
                "{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BOOL\"}]} | image: must have either"
                        + " data or parameters.binary_data_size",
                "{\"inputs\":[{\"name\":\"image\",\"name\":\"b\"}]} | Duplicate field 'name'",
            })
    void refusesWhatIsNoRequest(String body, String message) throws Exception {
        Reply reply = served.post(INFER, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().get("error").asText()).contains(message);
    }

    @Test
    void refusesOutputsThatItHasNotAndNestingWithoutEnd() throws Exception {
        String body = input("[1,30,40,3]", "UINT8", pixels(3, false));
        assertThat(served.post(INFER, body.replaceFirst("\\{", "{\"outputs\":[{\"name\":\"x\"}],"))
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("outputs: x: must be one of [label, probability, probabilities]");
        Reply deep = served.post(INFER, input("[1]", "UINT8", "[".repeat(100_000)));
        assertThat(deep.status()).isEqualTo(400);
        assertThat(served.post(INFER, body, "Inference-Header-Content-Length", "999999999")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answersWrongPathsAndMethodsInItsFormat() throws Exception {
        for (String path : List.of(
                "/v2/models/nobody", "/v2/models/digits/versions/2", "/v2/models/digits/versions/x", "/nothing")) {
            Reply reply = served.get(path);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().get("error").asText()).isNotBlank();
        }
        Reply method = served.get(INFER);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.json().get("error").asText()).isNotBlank();
    }
}
