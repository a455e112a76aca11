package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.EveryTask;
import io.bestiary.inference.ImageClassifier;
import io.bestiary.inference.SmallCheckpoint;
import io.bestiary.inference.SmallSeries;
import io.bestiary.inference.http.Served.Reply;
import io.bestiary.zoo.engine.Backend;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server beside the protocol: friendly requests, limits, keys, changes of models, counts, and its end. */
class ModelServerTest {
    @TempDir
    private Path folder;

    private Served serve(Limits limits) {
        return new Served(
                folder, "pytorch", new ModelServer.Options("127.0.0.1", 0, Optional.empty(), Optional.empty(), limits));
    }

    private Served serve() {
        return serve(Limits.DEFAULTS);
    }

    private static String base64(int number) throws Exception {
        return Base64.getEncoder().encodeToString(Served.png(number));
    }

    @Test
    void answersAPictureHoweverItIsSent() throws Exception {
        try (Served served = serve();
                ImageClassifier classifier = ImageClassifier.open(folder.resolve("digits"), "pytorch", "cpu")) {
            double expected =
                    classifier.classify(SmallCheckpoint.picture(3)).best().probability();
            byte[] multipart = """
                --b
                Content-Disposition: form-data; name="f"; filename="a.png"
                Content-Type: image/png

                """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream form = new ByteArrayOutputStream();
            form.writeBytes(multipart);
            form.writeBytes(Served.png(3));
            form.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
            List<Reply> replies = List.of(
                    served.post("/models/digits", Served.png(3), "Content-Type", "image/png"),
                    served.post("/models/digits", Served.png(3)),
                    served.post(
                            "/models/digits/versions/1",
                            form.toByteArray(),
                            "Content-Type",
                            "multipart/form-data; boundary=b"),
                    served.post("/models/digits", "{\"image\":\"" + base64(3) + "\"}"),
                    served.post("/models/digits", "\"data:image/png;base64," + base64(3) + "\""));
            for (Reply reply : replies) {
                assertThat(reply.status()).as(reply.text()).isEqualTo(200);
                assertThat(reply.json().at("/predictions/0/probability").asDouble())
                        .isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void doesNotTakeAFormOrADocumentForAText() throws Exception {
        try (Served served = serve()) {
            served.server.load("texts", "1", EveryTask.TEXTS.write(folder.resolve("texts"), "pytorch"));
            byte[] json = "{\"text\": \"a film\"}".getBytes(StandardCharsets.UTF_8);
            // What curl says of -d unless it is told otherwise.
            Reply form = served.post("/models/texts", json, "Content-Type", "application/x-www-form-urlencoded");
            assertThat(form.status()).isEqualTo(415);
            assertThat(form.json().get("error").asText())
                    .isEqualTo("Content-Type: must be application/json, text/plain or multipart/form-data for text,"
                            + " got application/x-www-form-urlencoded");
            assertThat(served.post("/models/texts", json, "Content-Type", "application/json; charset=utf-8")
                            .status())
                    .isEqualTo(200);
            assertThat(served.post("/models/texts", json, "Content-Type", "text/plain; charset=utf-8")
                            .status())
                    .isEqualTo(200);
            assertThat(served.post("/models/digits", Served.png(1), "Content-Type", "application/x-www-form-urlencoded")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void answersEachOfSeveralInputs() throws Exception {
        try (Served served = serve()) {
            Reply reply = served.post(
                    "/models/digits",
                    "{\"inputs\":[\"" + base64(1) + "\",{\"image\":\"" + base64(2) + "\"},{\"image\":\"x\"},{}]}");
            JsonNode answers = reply.json().get("answers");
            assertThat(answers.at("/0/predictions")).hasSize(5);
            assertThat(answers.at("/1/predictions")).hasSize(5);
            assertThat(answers.at("/2/error").asText()).contains("image: must be a picture in base64");
            assertThat(answers.at("/3/error").asText()).isEqualTo("image: must be given (a picture of any size)");
        }
    }

    @Test
    void refusesPicturesThatUnpackToTooMuch() throws Exception {
        BufferedImage large = new BufferedImage(8000, 4000, BufferedImage.TYPE_BYTE_BINARY);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(large, "png", png);
        assertThat(png.size()).isLessThan(100_000);
        try (Served served = serve()) {
            Reply reply = served.post("/models/digits", png.toByteArray());
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().get("error").asText()).contains("at most 25 megapixels, found 8000x4000");
        }
    }

    @Test
    void putsRequestsTogetherAndRefusesWhatIsTooMuch() throws Exception {
        Limits slow = new Limits(8, Duration.ofSeconds(5), 8, Duration.ofSeconds(30), 1 << 20, 4096);
        try (Served served = serve(slow)) {
            ExecutorService clients = Executors.newFixedThreadPool(10);
            List<Callable<Reply>> posts = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                int number = i;
                posts.add(() -> served.post("/models/digits", Served.png(number)));
            }
            long start = System.nanoTime();
            List<Future<Reply>> waiting = posts.stream().map(clients::submit).toList();
            await(() ->
                    served.get("/metrics").text().contains("bestiary_queue_rows{model=\"digits\",version=\"1\"} 7"));
            Reply tooMany = served.post("/models/digits", "{\"inputs\":[\"" + base64(1) + "\",\"" + base64(1) + "\"]}");
            assertThat(tooMany.status()).isEqualTo(503);
            assertThat(tooMany.header("Retry-After")).isEqualTo("1");
            assertThat(tooMany.json().get("error").asText()).contains("the queue is full: 7 rows wait, at most 8 may");
            for (Future<Reply> reply : waiting) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
            assertThat((System.nanoTime() - start) / 1e9).isBetween(4.5, 20.0);
            clients.shutdown();
            assertThat(served.get("/metrics").text())
                    .contains("bestiary_batch_rows_sum{model=\"digits\"} 7.0")
                    .contains("bestiary_batch_rows_count{model=\"digits\"} 1")
                    .contains("bestiary_requests_total{route=\"/models/{model}\",status=\"503\"} 1.0")
                    .contains("bestiary_queue_seconds_count{model=\"digits\"} 1")
                    .contains("bestiary_compute_seconds_count{model=\"digits\"} 1")
                    .contains("bestiary_queue_rows{model=\"digits\",version=\"1\"} 0")
                    .containsPattern("bestiary_request_seconds_sum\\{route=\"/models/\\{model}\"} \\d")
                    .containsPattern("process_resident_memory_bytes \\d");
        }
    }

    @Test
    void givesUpAtTheDeadline() throws Exception {
        Limits slow = new Limits(8, Duration.ofSeconds(20), 8, Duration.ofMillis(200), 1 << 20, 4096);
        try (Served served = serve(slow)) {
            Reply reply = served.post("/models/digits", Served.png(1));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json().get("error").asText()).isEqualTo("not answered within the deadline of 200 ms");
        }
    }

    @Test
    void doesNotComputeWhatNobodyWaitsFor() throws Exception {
        Limits slow = new Limits(8, Duration.ofSeconds(3), 8, Duration.ofSeconds(30), 1 << 20, 4096);
        try (Served served = serve(slow)) {
            try (LoopbackClient client = new LoopbackClient(served.server.port())) {
                client.send(LoopbackClient.post("/models/digits", Served.png(1)));
                Thread.sleep(300);
            }
            long left = System.nanoTime();
            await(() -> served.get("/metrics").text().contains("{route=\"/models/{model}\",status=\"499\"} 1.0"));
            assertThat((System.nanoTime() - left) / 1e9).isLessThan(2.5);
            Thread.sleep(3000);
            assertThat(served.get("/metrics").text()).doesNotContain("bestiary_batch_rows_count{model=\"digits\"}");
        }
    }

    @Test
    void keepsWhatAClientSendsWhileItWaits() throws Exception {
        Limits slow = new Limits(8, Duration.ofMillis(600), 8, Duration.ofSeconds(30), 1 << 20, 4096);
        try (Served served = serve(slow);
                LoopbackClient client = new LoopbackClient(served.server.port())) {
            client.send(LoopbackClient.post("/models/digits", Served.png(1)));
            Thread.sleep(250);
            // The answer to the first comes first.
            assertSame(client.ask(LoopbackClient.post("/models/digits", Served.png(2))), served, 1);
            assertSame(client.ask(LoopbackClient.post("/models/none", Served.png(3))), served, 2);
        }
    }

    private static void assertSame(LoopbackClient.Answer answer, Served served, int picture) throws Exception {
        assertThat(answer.status()).isEqualTo(200);
        JsonNode given = Served.JSON.readTree(answer.body()).at("/predictions/0");
        JsonNode expected =
                served.post("/models/digits", Served.png(picture)).json().at("/predictions/0");
        assertThat(given.get("name")).isEqualTo(expected.get("name"));
        assertThat(given.get("probability").asDouble())
                .isCloseTo(expected.get("probability").asDouble(), within(1e-5));
    }

    @Test
    void asksForItsKey() throws Exception {
        ModelServer.Options options =
                new ModelServer.Options("127.0.0.1", 0, Optional.of("secret"), Optional.empty(), Limits.DEFAULTS);
        try (Served served = new Served(folder, "pytorch", options)) {
            assertThat(served.get("/v2/health/ready").status()).isEqualTo(200);
            assertThat(served.get("/").status()).isEqualTo(200);
            for (String path : List.of("/v2", "/models", "/metrics")) {
                assertThat(served.get(path).status()).isEqualTo(401);
            }
            assertThat(served.post("/models/digits", Served.png(1)).status()).isEqualTo(401);
            assertThat(served.post("/models/digits", Served.png(1), "X-API-Key", "secreT")
                            .status())
                    .isEqualTo(401);
            assertThat(served.post("/models/digits", Served.png(1), "X-API-Key", "secret")
                            .status())
                    .isEqualTo(200);
            assertThat(served.post("/models/digits", Served.png(1), "Authorization", "Bearer secret")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void describesEveryRouteInItsOpenApiDocument() throws Exception {
        try (Served served = serve()) {
            JsonNode document = served.get("/openapi.json").json();
            int operations = 0;
            for (JsonNode path : document.get("paths")) {
                operations += path.size();
            }
            assertThat(operations).isEqualTo(served.server.routes().size());
            for (Route route : served.server.routes()) {
                String method = route.method().name();
                JsonNode operation =
                        document.get("paths").path(route.path()).path(method.toLowerCase(java.util.Locale.ROOT));
                assertThat(operation.path("summary").asText()).as(route.path()).isNotBlank();
                String path = route.path().replace("{model}", "digits").replace("{version}", "1");
                Reply reply = method.equals("GET") ? served.get(path) : served.post(path, "{}");
                assertThat(reply.status()).as(method + " " + path).isIn(200, 400);
            }
            assertThat(document.at("/components/schemas/input-of-digits/required/0")
                            .asText())
                    .isEqualTo("image");
        }
    }

    @Test
    void givesThePictureAloneToWhoTakesNothingElse() throws Exception {
        try (Served served = new Served(folder, "pytorch", ModelServer.Options.DEFAULTS)) {
            served.server.load("drawer", "1", EveryTask.DRAWER.write(folder.resolve("drawer"), "pytorch"));
            Reply drawing = served.post("/models/drawer", "{\"seed\":1}", "Accept", "image/png");
            assertThat(drawing.header("Content-Type")).isEqualTo("image/png");
            BufferedImage picture =
                    ImageIO.read(new ByteArrayInputStream(drawing.response().body()));
            String inJson = served.post("/models/drawer", "{\"seed\":1}")
                    .json()
                    .get("picture")
                    .asText();
            assertThat(inJson)
                    .endsWith(Base64.getEncoder()
                            .encodeToString(drawing.response().body()));
            assertThat(picture.getHeight()).isEqualTo(picture.getWidth()).isPositive();
            Reply digit = served.post("/models/digits", Served.png(1), "Accept", "image/png");
            assertThat(digit.status()).isEqualTo(406);
            assertThat(digit.json().get("error").asText())
                    .startsWith("Accept: must be application/json, there is no picture among [");
        }
    }

    @Test
    void followsAFolder() throws Exception {
        Path watched = Files.createDirectories(folder.resolve("watched"));
        SmallCheckpoint.write(watched.resolve("a/1"), "pytorch");
        try (ModelServer server = new ModelServer(ModelServer.Options.DEFAULTS, Backend.of("pytorch", "cpu"))) {
            server.watch(watched);
            assertThat(server.names()).containsExactly("a");
            SmallCheckpoint.write(watched.resolve("a/12"), "pytorch");
            SmallCheckpoint.write(watched.resolve("b"), "pytorch");
            Files.createDirectories(watched.resolve("c"));
            Files.writeString(watched.resolve("c/manifest.sha256"), "no manifest");
            await(() -> server.names().equals(List.of("a", "b"))
                    && server.versions("a").equals(List.of("1", "12")));
            assertThat(server.example("a")).containsOnlyKeys("image");
            SmallSeries.classifier(watched.resolve(".coming"), "pytorch");
            Files.move(watched.resolve("a/12"), watched.resolve(".gone"));
            Files.move(watched.resolve(".coming"), watched.resolve("a/12"));
            await(() -> server.versions("a").equals(List.of("1", "12"))
                    && server.example("a").containsKey("values"));
            delete(watched.resolve("b"));
            delete(watched.resolve("a/1"));
            await(() ->
                    server.names().equals(List.of("a")) && server.versions("a").equals(List.of("12")));
        }
    }

    private static void delete(Path path) throws Exception {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path file : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 300 && !condition.call(); i++) {
            Thread.sleep(100);
        }
        assertThat(condition.call()).isTrue();
    }

    @Test
    void replacesAModelWithoutLosingARequest() throws Exception {
        try (Served served = serve()) {
            ExecutorService client = Executors.newSingleThreadExecutor();
            Future<Integer> right = client.submit(() -> {
                int count = 0;
                for (int i = 0; i < 150; i++) {
                    Reply reply = served.post("/models/digits", Served.png(i % 10));
                    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
                    count++;
                }
                return count;
            });
            for (int i = 0; i < 4; i++) {
                served.server.load("digits", "1", folder.resolve("digits"));
            }
            assertThat(right.get()).isEqualTo(150);
            client.shutdown();
            served.server.unload("digits", "1");
            assertThat(served.post("/models/digits", Served.png(1)).status()).isEqualTo(404);
        }
    }

    @Test
    void answersWhatIsNoHttpAndLogsTheRest() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        ModelServer.Options options = new ModelServer.Options(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.of(new PrintStream(log, true, StandardCharsets.UTF_8)),
                Limits.DEFAULTS);
        try (Served served = new Served(folder, "pytorch", options);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.server.port())) {
            socket.getOutputStream().write("GET /\0 HTTP/9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(reply).startsWith("HTTP/1.1 400").contains("{\"error\":");
            served.get("/v2/models/nobody");
            JsonNode line = Served.JSON.readTree(
                    log.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
            assertThat(line.get("path").asText()).isEqualTo("/v2/models/nobody");
            assertThat(line.get("status").asInt()).isEqualTo(404);
        }
    }

    @Test
    void finishesWhatItAccepted() throws Exception {
        Limits slow = new Limits(8, Duration.ofSeconds(4), 8, Duration.ofSeconds(20), 1 << 20, 4096);
        Served served = serve(slow);
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<Reply> accepted = client.submit(() -> served.post("/models/digits", Served.png(1)));
        Thread.sleep(2000); // waits for others to share its batch
        served.close();
        assertThat(accepted.get().status()).isEqualTo(200);
        client.shutdown();
    }

    @Test
    void doesNotWaitForRequestsThatNeverEndToStop() throws Exception {
        Limits patient = new Limits(8, Duration.ofMillis(2), 8, Duration.ofSeconds(60), 1 << 20, 4096);
        Served served = serve(patient);
        byte[] request = LoopbackClient.post("/models/digits", Served.png(1));
        List<LoopbackClient> halfOpen = new ArrayList<>();
        for (int part : new int[] {0, 20, request.length - 10}) {
            LoopbackClient client = new LoopbackClient(served.server.port());
            client.send(Arrays.copyOf(request, part));
            halfOpen.add(client);
        }
        Thread.sleep(200);
        long start = System.nanoTime();
        served.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        for (LoopbackClient client : halfOpen) {
            client.close();
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        try (Served served = serve()) {
            ModelServer.Options same = new ModelServer.Options(
                    "127.0.0.1", served.server.port(), Optional.empty(), Optional.empty(), Limits.DEFAULTS);
            assertThatThrownBy(() -> new ModelServer(same, Backend.of("pytorch", "cpu")).close())
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("--port " + served.server.port() + ": cannot be opened");
        }
        ModelServer.Options elsewhere =
                new ModelServer.Options("192.0.2.1", 0, Optional.empty(), Optional.empty(), Limits.DEFAULTS);
        assertThatThrownBy(() -> new ModelServer(elsewhere, Backend.of("pytorch", "cpu")).close())
                .isInstanceOf(DataException.class)
                .hasMessage("--host: must be an address of this machine, got 192.0.2.1");
    }
}
