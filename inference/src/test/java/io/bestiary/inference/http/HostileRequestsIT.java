package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.EveryTask;
import io.bestiary.inference.SmallCheckpoint;
import io.bestiary.inference.http.Served.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 seeded mutations of valid requests, for pictures in every form and for every task: each is refused with a 4xx and a message, or answered as a whole answer is;
 * never a 5xx, and the server answers the valid ones as before.
 */
class HostileRequestsIT {
    private static final int MUTATIONS = 10_000;
    private static final List<String> PIECES = List.of(
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "NaN",
            "1.5",
            "\\u0000",
            "\\ud800",
            "9223372036854775808",
            "\"name\":",
            "\"data\":[]",
            "\"shape\":[4294967296,4294967296]",
            "\"FP32\"",
            "\"BYTES\"",
            "\"UINT64\"",
            "[[[[",
            "\r\n",
            "--b",
            "\0",
            "\u20ac");

    @TempDir
    private Path folder;

    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    private record Request(String path, byte[] body, Map<String, String> headers) {}

    private static List<Request> valid() throws Exception {
        String png = Base64.getEncoder().encodeToString(Served.png(3));
        String pixels =
                "{\"id\":\"a\",\"inputs\":[{\"name\":\"image\",\"shape\":[1,2,2,1],\"datatype\":\"UINT8\",\"data\":[[[[1],[2]],"
                        + "[[3],[4]]]]}],\"outputs\":[{\"name\":\"label\"}]}";
        String files =
                "{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"" + png + "\"]}]}";
        String head = "{\"inputs\":[{\"name\":\"image\",\"shape\":[2,2,2,1],\"datatype\":\"UINT8\",\"parameters\":"
                + "{\"binary_data_size\":8}}],\"parameters\":{\"binary_data_output\":true}}";
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(Served.png(3));
        form.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        String infer = "/v2/models/digits/infer";
        String friendly = "/models/digits";
        Map<String, String> json = Map.of("Content-Type", "application/json");
        return List.of(
                new Request(infer, bytes(pixels), json),
                new Request(infer, bytes(files), json),
                new Request(
                        infer, bytes(head + "12345678"), Map.of("Inference-Header-Content-Length", "" + head.length())),
                new Request(infer, Served.png(1), Map.of("Inference-Header-Content-Length", "0")),
                new Request(friendly, bytes("{\"image\":\"" + png + "\"}"), json),
                new Request(friendly, bytes("{\"inputs\":[\"" + png + "\"]}"), json),
                new Request(friendly, Served.png(2), Map.of("Content-Type", "image/png")),
                new Request(friendly, form.toByteArray(), Map.of("Content-Type", "multipart/form-data; boundary=b")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Request mutate(Request request, Random random) {
        byte[] body = request.body();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            body = mutate(body, random);
        }
        Map<String, String> headers = new java.util.HashMap<>(request.headers());
        if (random.nextInt(20) == 0) {
            headers.put("Inference-Header-Content-Length", Integer.toString(random.nextInt(2 * body.length + 2) - 1));
        }
        if (random.nextInt(50) == 0) {
            headers.put("Content-Encoding", random.nextBoolean() ? "gzip" : "br");
        }
        return new Request(request.path(), body, headers);
    }

    private static byte[] mutate(byte[] body, Random random) {
        int at = random.nextInt(body.length + 1);
        int to = Math.min(body.length, at + random.nextInt(8));
        byte[] piece = bytes(PIECES.get(random.nextInt(PIECES.size())));
        return switch (random.nextInt(5)) {
            case 0 -> splice(body, at, at, piece);
            case 1 -> splice(body, at, to, piece);
            case 2 -> splice(body, at, to, new byte[0]);
            case 3 -> splice(body, at, body.length, new byte[0]);
            default -> {
                byte[] flipped = body.clone();
                if (at < flipped.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private static byte[] splice(byte[] body, int from, int to, byte[] piece) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(body, 0, from);
        spliced.writeBytes(piece);
        spliced.write(body, to, body.length - to);
        return spliced.toByteArray();
    }

    private static Reply send(Served served, Request request) throws Exception {
        String[] headers = request.headers().entrySet().stream()
                .flatMap(header -> java.util.stream.Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);
        return served.post(request.path(), request.body(), headers);
    }

    @Test
    void refusesOrAnswersButNeverFails() throws Exception {
        try (Served served = new Served(folder, "pytorch", ModelServer.Options.DEFAULTS)) {
            List<Request> valid = valid();
            attack(served, valid);
            assertThat(SmallCheckpoint.LABELS)
                    .contains(send(served, valid.get(0))
                            .json()
                            .at("/outputs/0/data/0")
                            .asText());
        }
    }

    @Test
    void soDoesTheServerOfEveryTask() throws Exception {
        try (Served served = new Served(folder, "pytorch", ModelServer.Options.DEFAULTS)) {
            List<Request> valid = new ArrayList<>();
            for (EveryTask task : EveryTask.values()) {
                String name = task.name().toLowerCase(Locale.ROOT);
                served.server.load(name, "1", task.write(folder.resolve(name), "pytorch"));
                valid.addAll(requests(served, name, task.input(3)));
            }
            attack(served, valid);
        }
    }

    /** An input by itself, among others, and by the protocol. */
    private static List<Request> requests(Served served, String model, Map<String, Object> input) throws Exception {
        Map<String, String> json = Map.of("Content-Type", "application/json");
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (JsonNode field : served.get("/v2/models/" + model).json().get("inputs")) {
            String name = field.get("name").asText();
            if (input.containsKey(name)) {
                Object value = input.get(name);
                tensors.add(Map.of(
                        "name",
                        name,
                        "datatype",
                        field.get("datatype").asText().equals("UINT8") ? "BYTES" : field.get("datatype"),
                        "shape",
                        value instanceof float[][] rows ? List.of(1, rows.length, rows[0].length) : List.of(1),
                        "data",
                        List.of(value instanceof String text ? text.replaceFirst("^data:.*,", "") : value)));
            }
        }
        return List.of(
                new Request("/models/" + model, bytes(Served.JSON.writeValueAsString(input)), json),
                new Request(
                        "/models/" + model,
                        bytes(Served.JSON.writeValueAsString(Map.of("inputs", List.of(input, input)))),
                        json),
                new Request(
                        "/v2/models/" + model + "/infer",
                        bytes(Served.JSON.writeValueAsString(Map.of("inputs", tensors))),
                        json));
    }

    private static void attack(Served served, List<Request> valid) throws Exception {
        Random random = new Random(20_240_607);
        List<JsonNode> answers = new ArrayList<>();
        for (Request request : valid) {
            Reply reply = send(served, request);
            assertThat(reply.status())
                    .as(request.path() + " " + new String(request.body(), StandardCharsets.UTF_8) + ": " + reply.text())
                    .isEqualTo(200);
            answers.add(reply.header("Inference-Header-Content-Length").isEmpty() ? reply.json() : null);
        }
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            int which = i % valid.size();
            Request request = mutate(valid.get(which), random);
            Reply reply = send(served, request);
            String what = i + " " + request.path() + " " + request.headers() + ": " + reply.text();
            assertThat(reply.status()).as(what).isIn(200, 400, 413, 415);
            if (reply.status() == 200) {
                assertThat(isWhole(reply, answers.get(which))).as(what).isTrue();
            } else {
                refused++;
                JsonNode json = reply.json();
                assertThat(json.size()).as(what).isEqualTo(1);
                assertThat(json.path("error").asText()).as(what).isNotBlank();
            }
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 3);
        for (int i = 0; i < valid.size(); i++) {
            if (answers.get(i) != null) {
                assertThat(isWhole(send(served, valid.get(i)), answers.get(i))).isTrue();
            }
        }
    }

    /** Whether an answer has all that one has; of several the friendly way, each may be an error. */
    private static boolean isWhole(Reply reply, JsonNode expected) throws Exception {
        if (expected == null || !reply.header("Inference-Header-Content-Length").isEmpty()) {
            return reply.text().contains("\"outputs\"");
        }
        JsonNode json = reply.json();
        if (json.path("answers").isArray()) {
            return !json.get("answers").isEmpty();
        }
        List<String> has = new ArrayList<>();
        json.fieldNames().forEachRemaining(has::add);
        List<String> must = new ArrayList<>();
        expected.fieldNames().forEachRemaining(must::add);
        must.remove("id");
        must.remove("answers");
        return has.containsAll(must);
    }
}
