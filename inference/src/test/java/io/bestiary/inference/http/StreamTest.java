package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.SmallLanguageModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts as server-sent events. */
class StreamTest {
    private static final Pattern PIECES = Pattern.compile("bestiary_stream_pieces_total\\{model=\"text\"} (\\S+)");

    @TempDir
    private Path folder;

    private Served served() {
        return served(Limits.DEFAULTS);
    }

    private Served served(Limits limits) {
        ModelServer.Options options =
                new ModelServer.Options("127.0.0.1", 0, Optional.empty(), Optional.empty(), limits);
        Served served = new Served(folder, "pytorch", options);
        served.server.load("text", "1", SmallLanguageModel.write(folder.resolve("text"), "pytorch"));
        return served;
    }

    private static double pieces(Served served) throws IOException, InterruptedException {
        Matcher matcher = PIECES.matcher(served.get("/metrics").text());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    @Test
    void theEventsMakeTheWholeAnswer() throws Exception {
        try (Served served = served()) {
            String request = "{\"prompt\": \"hello\", \"max_tokens\": 30, \"seed\": 4}";
            JsonNode whole = served.post("/models/text", request).json();

            Served.Reply reply = served.post("/models/text/versions/1/stream", request);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).startsWith("text/event-stream");
            StringBuilder text = new StringBuilder();
            String[] events = reply.text().split("\n\n", 0);
            for (int i = 0; i < events.length - 1; i++) {
                assertThat(events[i]).startsWith("data: ");
                text.append(
                        Served.JSON.readTree(events[i].substring(6)).get("text").asText());
            }
            assertThat(text).hasToString(whole.get("text").asText()).hasSize(30);
            assertThat(events[events.length - 1]).isEqualTo("event: done\ndata: {\"tokens\":30,\"finish\":\"length\"}");
        }
    }

    @Test
    void mistakesAreRefusedBeforeTheStreamBegins() throws Exception {
        try (Served served = served()) {
            Served.Reply unknown = served.post("/models/text/stream", "{\"prompt\": \"\u00e9\"}");
            assertThat(unknown.status()).isEqualTo(400);
            assertThat(unknown.json().get("error").asText()).contains("got \"\u00e9\" (U+00E9) at 0");
            assertThat(served.post("/models/text", "{\"prompt\": \"\u00e9\"}").status())
                    .isEqualTo(400);
            assertThat(served.post("/models/text/stream", "{\"max_tokens\": -1}")
                            .status())
                    .isEqualTo(400);
            assertThat(served.post("/models/none/stream", "{}").status()).isEqualTo(404);
            Served.Reply picture = served.post("/models/digits/stream", "{}");
            assertThat(picture.status()).isEqualTo(400);
            assertThat(picture.json().get("error").asText())
                    .isEqualTo("digits: must write text to be streamed, is for image-classification");
        }
    }

    @Test
    void refusesMoreTokensThanTheServerAllows() throws Exception {
        try (Served served = served(limits(Duration.ofSeconds(30), 20))) {
            for (String path : List.of("/models/text", "/models/text/stream")) {
                Served.Reply written = served.post(path, "{\"prompt\": \"a\", \"max_tokens\": 21}");
                assertThat(written.status()).isEqualTo(400);
                assertThat(written.text())
                        .isEqualTo("{\"error\":\"max_tokens: must be a whole number between 0 and 20, got 21\"}");
                Served.Reply read = served.post(path, "{\"prompt\": \"" + "a".repeat(21) + "\", \"max_tokens\": 1}");
                assertThat(read.status()).isEqualTo(400);
                assertThat(read.text()).isEqualTo("{\"error\":\"prompt: must be at most 20 tokens here, got 21\"}");
            }
            Served.Reply tensors = served.post("/v2/models/text/infer", """
                {"inputs": [{"name": "prompt", "shape": [1], "datatype": "BYTES", "data": ["a"]},
                            {"name": "max_tokens", "shape": [1], "datatype": "INT64", "data": [21]}]}
                """);
            assertThat(tensors.status()).isEqualTo(400);
            assertThat(tensors.text()).contains("max_tokens: must be a whole number between 0 and 20, got 21");
            Served.Reply rows =
                    served.post("/models/text", "{\"inputs\": [{\"max_tokens\": 20}, {\"max_tokens\": 21}]}");
            assertThat(rows.status()).isEqualTo(200);
            assertThat(rows.json().get("answers").get(0).get("tokens").asInt()).isEqualTo(20);
            assertThat(rows.json().get("answers").get(1).get("error").asText())
                    .isEqualTo("max_tokens: must be a whole number between 0 and 20, got 21");
        }
    }

    @Test
    void saysHowManyTokensItAllows() throws Exception {
        try (Served served = served(limits(Duration.ofSeconds(30), 20))) {
            JsonNode card = served.get("/models/text").json();
            assertThat(card.at("/limits/tokens").asInt()).isEqualTo(20);
            JsonNode field = card.at("/fields/1");
            assertThat(field.get("name").asText()).isEqualTo("max_tokens");
            assertThat(field.get("maximum").asInt()).isEqualTo(20);
            assertThat(field.get("default").asInt()).isEqualTo(20);
            assertThat(served.get("/openapi.json")
                            .json()
                            .at("/components/schemas/input-of-text/properties/max_tokens/maximum")
                            .asInt())
                    .isEqualTo(20);
            assertThat(served.post("/models/text", "{}").json().get("tokens").asInt())
                    .isEqualTo(20);
        }
    }

    private static Limits limits(Duration deadline, int tokens) {
        return new Limits(8, Duration.ofMillis(2), 8, deadline, 1 << 20, tokens);
    }

    @Test
    void aStreamEndsAtItsDeadlineAndSaysSo() throws Exception {
        try (Served served = served(limits(Duration.ofMillis(400), 1_000_000))) {
            String[] events = served.post("/models/text/stream", "{\"prompt\": \"a\", \"max_tokens\": 1000000}")
                    .text()
                    .split("\n\n", 0);
            assertThat(events).hasSizeGreaterThan(1);
            assertThat(events[0]).startsWith("data: {\"text\":");
            assertThat(events[events.length - 1])
                    .isEqualTo("event: error\ndata: {\"error\":\"not finished within the deadline of 400 ms\"}");
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheWriting() throws Exception {
        try (Served served = served(limits(Duration.ofMinutes(10), 1_000_000))) {
            String body = "{\"prompt\": \"hello\", \"max_tokens\": 1000000}";
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST /models/text/stream HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                int events = 0;
                for (String line = lines.readLine(); events < 3; line = lines.readLine()) {
                    events += line.startsWith("data: ") ? 1 : 0;
                }
                // Another request is answered while the text is being written.
                assertThat(served.post("/models/text", "{\"prompt\": \"a\", \"max_tokens\": 2}")
                                .status())
                        .isEqualTo(200);
                socket.setSoLinger(true, 0);
            }
            double before = -1;
            double after = pieces(served);
            for (int i = 0; i < 100 && after != before; i++) {
                Thread.sleep(100);
                before = after;
                after = pieces(served);
            }
            assertThat(after).isEqualTo(before).isBetween(3.0, 999_999.0);
        }
    }
}
